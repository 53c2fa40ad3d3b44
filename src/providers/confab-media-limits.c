/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-media-limits"

#include "config.h"

#include "confab-media-limits-private.h"

#include "confab-json-member-private.h"
#include "confab-provider-policy-error.h"

static gboolean
read_count (JsonObject  *object,
            const char  *name,
            gint64      *value,
            GError     **error)
{
  if (!confab_json_member_int (object, name, value, error))
    return FALSE;

  if (*value < 0)
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "“%s” must not be negative", name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_kind (ConfabMediaKindLimits  *self,
           JsonObject             *object,
           const char             *name,
           GError                **error)
{
  static const char * const known[] = { "types", "max_bytes", "max_edge", NULL };
  JsonObject *member;

  if (!confab_json_member_object (object, name, &member, error))
    return FALSE;

  if (member == NULL)
    {
      self->types = g_new0 (char *, 1);
      return TRUE;
    }

  return confab_json_check_members (member, known, error) &&
         confab_json_member_strv (member, "types", &self->types, error) &&
         read_count (member, "max_bytes", &self->max_bytes, error) &&
         read_count (member, "max_edge", &self->max_edge, error);
}

/**
 * confab_media_limits_read:
 * @self: no limits
 * @object: (nullable): what the catalogue says; without it nothing but text is taken
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
 *
 * Returns: whether the members make sense; if not, there still is something to clear
 */
gboolean
confab_media_limits_read (ConfabMediaLimits  *self,
                          JsonObject         *object,
                          GError            **error)
{
  static const char * const known[] = { "images", "files", "max_images", "max_bytes_together", NULL };
  g_autoptr(JsonObject) none = json_object_new ();

  if (object == NULL)
    object = none;

  return confab_json_check_members (object, known, error) &&
         read_kind (&self->images, object, "images", error) &&
         read_kind (&self->files, object, "files", error) &&
         read_count (object, "max_images", &self->max_images, error) &&
         read_count (object, "max_bytes_together", &self->max_bytes_together, error);
}

/**
 * confab_media_limits_clear:
 *
 * Frees what they own.
 */
void
confab_media_limits_clear (ConfabMediaLimits *self)
{
  g_clear_pointer (&self->images.types, g_strfreev);
  g_clear_pointer (&self->files.types, g_strfreev);
}
