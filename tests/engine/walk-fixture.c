/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "walk-fixture.h"

#include <string.h>

gboolean
walk_run (ConfabContext      *context,
          ConfabProvider     *provider,
          ConfabCheckReport  *report,
          GCancellable       *cancellable,
          GError            **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_walk_async (registry, provider, report, cancellable, await_cb, &result);
  g_assert_null (result);

  return confab_registry_walk_finish (registry, await (&result), error);
}

/* One letter for each step: passed, failed, skipped. */
void
walk_assert_states (ConfabCheckReport *report,
                    const char        *states)
{
  static const char letters[] = "wrpfs";
  char seen[CONFAB_N_CHECK_STEPS + 1] = "";
  g_autofree char *text = confab_check_report_dup_text (report);

  g_assert_false (confab_check_report_get_running (report));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (report)), ==, CONFAB_N_CHECK_STEPS);
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    {
      ConfabCheckStep *step = confab_check_report_get_step (report, (ConfabCheckStepKind) i);

      seen[i] = letters[confab_check_step_get_state (step)];
      g_assert_nonnull (confab_check_step_get_text (step));
      g_assert_true ((confab_check_step_get_duration_ms (step) >= 0) ==
                     (seen[i] == 'p' || seen[i] == 'f'));
    }
  g_test_message ("%s", text);
  g_assert_cmpstr (seen, ==, states);
}

void
walk_assert_says (ConfabCheckReport   *report,
                  ConfabCheckStepKind  kind,
                  const char          *words)
{
  const char *text = confab_check_step_get_text (confab_check_report_get_step (report, kind));

  if (strstr (text, words) == NULL)
    g_error ("“%s” does not say “%s”", text, words);
}
