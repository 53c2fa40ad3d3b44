/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab"

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "confab-cli.h"
#include "confab-media-types.h"
#include "confab-memory.h"
#include "confab-secret.h"
#ifdef CONFAB_WITH_GUI
#include "confab-application.h"
#endif

int
main (int    argc,
      char **argv)
{
  confab_memory_init ();
  confab_media_types_init ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CONFAB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  confab_secret_forbid_core_dumps ();

#ifdef CONFAB_WITH_GUI
  if (!confab_cli_handles (argc, argv))
    {
      g_autoptr(ConfabApplication) application = confab_application_new ();

      return g_application_run (G_APPLICATION (application), argc, argv);
    }
#endif

  return confab_cli_run (argc, argv);
}
