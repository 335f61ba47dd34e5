import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gate', '0002_trail_is_stamped_when_it_happens'),
    ]

    operations = [
        migrations.AddField(
            model_name='login',
            name='relation_id',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='login',
            name='subject',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gate.subject'),
        ),
        migrations.AddConstraint(
            model_name='login',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('relation_id__isnull', True), ('roles', ['client']), ('subject__isnull', False)), models.Q(('relation_id__isnull', False), ('roles', ['relative']), ('subject__isnull', False)), models.Q(('relation_id__isnull', True), ('subject__isnull', True), models.Q(('roles__overlap', ['client', 'relative']), _negated=True)), _connector='OR'), name='a_login_of_the_portal_opens_one_record'),
        ),
        migrations.AddConstraint(
            model_name='login',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True), ('subject__isnull', False)), fields=('subject', 'relation_id'), name='one_login_of_the_portal_each', nulls_distinct=False),
        ),
    ]
