"""Triggers that add changes of accounts to the audit log which the portal itself has not recorded: by SQL or the shell.

They run at the end of a transaction, and do nothing if it has added an entry about the account.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION portal_describe_account_change(name text, old_row jsonb, new_row jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE name
    WHEN 'portal_editor' THEN (
      SELECT string_agg(CASE WHEN old_row IS NULL THEN format('%s: %s', key, value)
                        ELSE format('%s: %s → %s', key, old_row ->> key, value) END, '; ' ORDER BY key)
      FROM jsonb_each_text(new_row)
      WHERE key IN ('username', 'email', 'is_active', 'is_staff', 'is_superuser')
        AND old_row ->> key IS DISTINCT FROM value)
    WHEN 'portal_editor_groups' THEN (
      SELECT 'role ' || auth_group.name FROM auth_group
      WHERE auth_group.id = (coalesce(new_row, old_row) ->> 'group_id')::bigint)
    WHEN 'portal_editor_countries' THEN (
      SELECT 'country ' || code FROM portal_country
      WHERE portal_country.id = (coalesce(new_row, old_row) ->> 'country_id')::bigint)
    WHEN 'portal_editor_user_permissions' THEN (
      SELECT 'permission ' || codename FROM auth_permission
      WHERE auth_permission.id = (coalesce(new_row, old_row) ->> 'permission_id')::bigint)
    WHEN 'mfa_authenticator' THEN coalesce(new_row, old_row) ->> 'type'
    WHEN 'socialaccount_socialaccount' THEN
      format('account of %s: %s', coalesce(new_row, old_row) ->> 'provider', coalesce(new_row, old_row) ->> 'uid')
  END $$;

CREATE FUNCTION portal_record_account_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  account bigint := (coalesce(new_row, old_row) ->> TG_ARGV[0])::bigint;
  unimportant text[] := '{last_used_at,last_login,extra_data}';
  used text[] := '{data,used_mask}';
  viewed text[] := '{data,viewed_at}';
  is_editor boolean := TG_TABLE_NAME = 'portal_editor';
  name text := coalesce((SELECT username FROM portal_editor WHERE id = account), old_row ->> 'username');
  description text := portal_describe_account_change(TG_TABLE_NAME, old_row, new_row);
  kinds text[] := ARRAY[CASE
    WHEN is_editor AND TG_OP = 'INSERT' THEN 'account created'
    WHEN is_editor AND TG_OP = 'DELETE' THEN 'account deleted'
    WHEN TG_TABLE_NAME = 'mfa_authenticator' AND TG_OP = 'DELETE' THEN 'factor removed'
    WHEN TG_TABLE_NAME = 'mfa_authenticator' THEN 'factor added'
    WHEN TG_TABLE_NAME = 'socialaccount_socialaccount' AND TG_OP <> 'DELETE' THEN 'ministry connected'
    ELSE 'rights changed' END];
BEGIN
  IF name IS NULL OR (old_row #- used #- viewed) - unimportant = (new_row #- used #- viewed) - unimportant OR EXISTS (
    SELECT FROM portal_auditevent WHERE account_id = account AND transaction = pg_current_xact_id()::text::bigint
      AND at > now() - interval '1 day'
  ) THEN
    RETURN NULL;
  END IF;
  IF is_editor AND TG_OP = 'UPDATE' THEN
    kinds := CASE
      WHEN description IS NULL THEN '{}'::text[]
      WHEN old_row ->> 'email' <> new_row ->> 'email' OR old_row ->> 'username' <> new_row ->> 'username'
        THEN '{address changed}'
      ELSE kinds END
      || CASE WHEN old_row ->> 'password' <> new_row ->> 'password' THEN '{password changed}'::text[] END;
  ELSIF NOT is_editor THEN
    description := format(
      '%s %s', CASE TG_OP WHEN 'INSERT' THEN 'added' WHEN 'DELETE' THEN 'removed' ELSE 'changed to' END, description);
  END IF;
  INSERT INTO portal_auditevent (at, kind, person_name, account_id, subject, detail, address, transaction)
  SELECT clock_timestamp(), kind, 'database role ' || session_user, account, name,
    concat_ws('; ', CASE WHEN kind <> 'password changed' THEN description END,
              'by ' || coalesce(nullif(current_setting('application_name'), ''), 'an unnamed program')),
    inet_client_addr(), NULL
  FROM unnest(kinds) AS kind;
  RETURN NULL;
END $$;
"""
TABLES = {
    "portal_editor": "id",
    "portal_editor_groups": "editor_id",
    "portal_editor_countries": "editor_id",
    "portal_editor_user_permissions": "editor_id",
    "mfa_authenticator": "user_id",
    "socialaccount_socialaccount": "user_id",
}
TRIGGERS = [
    f"CREATE CONSTRAINT TRIGGER portal_account_change AFTER INSERT OR UPDATE OR DELETE ON {table}"
    f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION portal_record_account_change('{column}')"
    for table, column in TABLES.items()
]
DROP = [f"DROP TRIGGER portal_account_change ON {table}" for table in TABLES]
DROP += [
    "DROP FUNCTION portal_record_account_change()",
    "DROP FUNCTION portal_describe_account_change(text, jsonb, jsonb)",
]


class Migration(migrations.Migration):
    dependencies = [
        ("mfa", "0003_authenticator_type_uniq"),
        ("portal", "0025_audit_transactions"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RunSQL([CREATE, *TRIGGERS], DROP),
    ]
