from django.db import migrations

import stepwell.foundation.gate.models


class Migration(migrations.Migration):
    dependencies = [
        ("gate", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="trailrow",
            name="at",
            field=stepwell.foundation.gate.models.Stamped(auto_now_add=True),
        ),
    ]
