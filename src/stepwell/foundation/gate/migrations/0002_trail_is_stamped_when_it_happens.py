from django.db import migrations, models

import stepwell.foundation.gate.models


class Migration(migrations.Migration):
    dependencies = [
        ("gate", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="trailrow",
            name="at",
            field=models.DateTimeField(default=stepwell.foundation.gate.models.this_moment, editable=False),
        ),
    ]
