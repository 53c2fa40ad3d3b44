/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-address-parts"

#include "config.h"

#include "confab-address-parts.h"

/* Where a whole provider is, as opposed to what is asked of it. Of these the environment speaks of
 * the vendor's first provider alone: a second one is there because it is somewhere else. */
static gboolean
is_place (ConfabAddressPart part)
{
  return part == CONFAB_ADDRESS_PART_RESOURCE || part == CONFAB_ADDRESS_PART_DEPLOYMENT;
}

static char *
dup_configured (ConfabProviderRecord *record,
                ConfabAddressPart     part)
{
  const char *name = confab_address_part_get_name (part);
  ConfabProviderOption option;

  return record != NULL && name != NULL && confab_provider_option_from_name (name, &option)
           ? confab_provider_record_dup_option (record, option) : NULL;
}

static const char *
get_environment (ConfabProviderType  *type,
                 ConfabAddressPart    part,
                 char               **environment)
{
  const char * const *names = confab_provider_type_get_env_part (type, part);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const char *value = g_environ_getenv (environment, names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }

  return NULL;
}

/**
 * confab_address_parts_new:
 *
 * Returns: (transfer full): parts of which nothing is known
 */
ConfabAddressParts *
confab_address_parts_new (void)
{
  return g_new0 (ConfabAddressParts, 1);
}

/**
 * confab_address_parts_copy:
 * @self: (nullable): parts
 *
 * Returns: (transfer full) (nullable): the same
 */
ConfabAddressParts *
confab_address_parts_copy (const ConfabAddressParts *self)
{
  ConfabAddressParts *copy;

  if (self == NULL)
    return NULL;

  copy = confab_address_parts_new ();
  for (guint i = 0; i < CONFAB_N_ADDRESS_PARTS; i++)
    copy->values[i] = g_strdup (self->values[i]);

  return copy;
}

/**
 * confab_address_parts_free:
 * @self: (transfer full) (nullable): parts
 *
 * Gives them up.
 */
void
confab_address_parts_free (ConfabAddressParts *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < CONFAB_N_ADDRESS_PARTS; i++)
    g_free (self->values[i]);
  g_free (self);
}

/**
 * confab_address_parts_equal:
 * @a: (nullable): parts
 * @b: (nullable): others
 *
 * Returns: whether both say the same; %NULL is the same as parts of which nothing is known
 */
gboolean
confab_address_parts_equal (const ConfabAddressParts *a,
                            const ConfabAddressParts *b)
{
  for (guint i = 0; i < CONFAB_N_ADDRESS_PARTS; i++)
    if (g_strcmp0 (confab_address_parts_get (a, i), confab_address_parts_get (b, i)) != 0)
      return FALSE;

  return TRUE;
}

/**
 * confab_address_parts_set:
 * @self: parts
 * @part: which
 * @value: (nullable): its value; white space around it does not count, and an empty one is none
 *
 * Sets one of them.
 */
void
confab_address_parts_set (ConfabAddressParts *self,
                          ConfabAddressPart   part,
                          const char         *value)
{
  g_autofree char *copy = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (part < CONFAB_N_ADDRESS_PARTS);

  if (value != NULL)
    copy = g_strstrip (g_strdup (value));
  g_clear_pointer (&self->values[part], g_free);
  if (copy != NULL && *copy != '\0')
    self->values[part] = g_steal_pointer (&copy);
}

/**
 * confab_address_parts_get:
 * @self: (nullable): parts
 * @part: which
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
confab_address_parts_get (const ConfabAddressParts *self,
                          ConfabAddressPart         part)
{
  g_return_val_if_fail (part < CONFAB_N_ADDRESS_PARTS, NULL);

  return self != NULL ? self->values[part] : NULL;
}

/**
 * confab_address_parts_resolve:
 * @type: what the catalogue says
 * @id: the provider's id; that of @type for the one provider a type has by itself
 * @record: (nullable): what the person wrote down; its configuration goes first
 * @found: (nullable): what lay beside the key, such as the region of a profile; it goes last
 * @environment: (array zero-terminated=1): environment, as of [func@GLib.get_environ]
 *
 * Returns: (transfer full): what applies
 */
ConfabAddressParts *
confab_address_parts_resolve (ConfabProviderType        *type,
                              const char                *id,
                              ConfabProviderRecord      *record,
                              const ConfabAddressParts  *found,
                              char                     **environment)
{
  ConfabAddressParts *self;
  gboolean first;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = confab_address_parts_new ();
  first = g_str_equal (id, confab_provider_type_get_id (type));
  for (guint part = 0; part < CONFAB_N_ADDRESS_PARTS; part++)
    {
      g_autofree char *configured = dup_configured (record, part);

      confab_address_parts_set (self, part, configured);
      if (self->values[part] == NULL && (first || !is_place (part)))
        confab_address_parts_set (self, part, get_environment (type, part, environment));
      if (self->values[part] == NULL)
        confab_address_parts_set (self, part, confab_address_parts_get (found, part));
    }

  return self;
}
