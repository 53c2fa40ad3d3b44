/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-visible-text.h"

static void
test_exists (void)
{
  static const struct { const char *text; gboolean exists; } cases[] = {
    { "", FALSE },
    { " \t\n\r", FALSE },
    { "\u00a0\u2003\u3000\u2028", FALSE },
    { "\u200b", FALSE },
    { "\u200b \u200c\u200d\u2060\ufeff\u00ad\u202e", FALSE },
    { "\001", FALSE },
    { ".", TRUE },
    { "\u200ba", TRUE },
    { "\u0301", TRUE },
    { "\U0001f600", TRUE },
    { "\U0010fffd", TRUE },
    { "\u0378", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u", i);
      g_assert_cmpint (confab_visible_text_exists (cases[i].text), ==, cases[i].exists);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/visible-text/exists", test_exists);

  return g_test_run ();
}
