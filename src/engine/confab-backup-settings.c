/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-backup-settings"

#include "config.h"

#include "confab-backup-private.h"

#include <string.h>

/* What belongs to a screen rather than to a person. */
static gboolean
stays_here (const char *key)
{
  return g_str_has_prefix (key, "window-") || g_str_equal (key, "last-conversation");
}

static GStrv
list_keys (GSettings        *settings,
           GSettingsSchema **schema)
{
  g_object_get (settings, "settings-schema", schema, NULL);
  return g_settings_schema_list_keys (*schema);
}

/* confab_backup_settings_text:
 * @settings: (nullable): the preferences
 *
 * Returns: (transfer full): what a person has chosen, as a key file
 */
char *
confab_backup_settings_text (GSettings *settings)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GSettingsSchema) schema = NULL;
  g_auto(GStrv) keys = settings != NULL ? list_keys (settings, &schema) : NULL;

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autoptr(GVariant) value = stays_here (keys[i]) ? NULL : g_settings_get_user_value (settings, keys[i]);
      g_autofree char *text = value != NULL ? g_variant_print (value, TRUE) : NULL;

      if (text != NULL)
        g_key_file_set_string (file, CONFAB_BACKUP_GROUP, keys[i], text);
    }

  return g_key_file_to_data (file, NULL, NULL);
}

/* confab_backup_apply_settings:
 * @settings: (nullable): the preferences
 * @text: what [func@backup_settings_text] returned once
 *
 * Makes the preferences what they were then. What is not known any more is left out.
 */
void
confab_backup_apply_settings (GSettings  *settings,
                              const char *text)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GSettingsSchema) schema = NULL;
  g_auto(GStrv) keys = settings != NULL ? list_keys (settings, &schema) : NULL;

  if (keys == NULL || !g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL))
    return;

  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr(GSettingsSchemaKey) key = g_settings_schema_get_key (schema, keys[i]);
      g_autofree char *printed = g_key_file_get_string (file, CONFAB_BACKUP_GROUP, keys[i], NULL);
      g_autoptr(GVariant) value = NULL;

      if (stays_here (keys[i]))
        continue;
      if (printed != NULL)
        value = g_variant_parse (g_settings_schema_key_get_value_type (key), printed, NULL, NULL, NULL);
      if (value != NULL && g_settings_schema_key_range_check (key, value))
        g_settings_set_value (settings, keys[i], value);
      else if (printed == NULL)
        g_settings_reset (settings, keys[i]);
    }
}
