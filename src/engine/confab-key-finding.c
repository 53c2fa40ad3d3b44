/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-key-finding"

#include "config.h"

#include "confab-key-finding.h"

G_DEFINE_BOXED_TYPE (ConfabKeyFinding, confab_key_finding, confab_key_finding_ref, confab_key_finding_unref)

/**
 * confab_key_finding_new:
 * @source: where it is
 * @detail: (nullable): what the place is called
 * @created_at_us: when it was stored, in microseconds since 1970 UTC, or 0
 * @in_use: whether it is the one that signs in
 *
 * Returns: (transfer full): the finding
 */
ConfabKeyFinding *
confab_key_finding_new (ConfabKeySource  source,
                        const char      *detail,
                        gint64           created_at_us,
                        gboolean         in_use)
{
  ConfabKeyFinding *self = g_rc_box_new0 (ConfabKeyFinding);

  self->source = source;
  self->detail = g_strdup (detail);
  self->created_at_us = created_at_us;
  self->in_use = in_use;

  return self;
}

/**
 * confab_key_finding_ref:
 * @self: a finding
 *
 * Returns: (transfer full): the same finding
 */
ConfabKeyFinding *
confab_key_finding_ref (ConfabKeyFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ConfabKeyFinding *self = data;

  g_free (self->detail);
}

/**
 * confab_key_finding_unref:
 * @self: (transfer full): a finding
 */
void
confab_key_finding_unref (ConfabKeyFinding *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, clear);
}

/**
 * confab_key_finding_equal:
 * @a: a finding
 * @b: another
 *
 * Returns: whether both say the same
 */
gboolean
confab_key_finding_equal (const ConfabKeyFinding *a,
                          const ConfabKeyFinding *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->source == b->source && g_strcmp0 (a->detail, b->detail) == 0 &&
         a->created_at_us == b->created_at_us && a->in_use == b->in_use;
}
