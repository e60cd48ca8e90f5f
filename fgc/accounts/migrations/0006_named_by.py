from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_sessions_and_devices'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='named_by',
            field=models.UUIDField(null=True),
        ),
    ]
