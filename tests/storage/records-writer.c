/* SPDX-License-Identifier: GPL-3.0-or-later */

/* records-writer FILE NAME COUNT: adds COUNT lines to a records file, each in an update of its own. */

#include "config.h"

#include "confab-records-file.h"

#include "await.h"

static GBytes *
add_line (GBytes    *current,
          gpointer   user_data,
          GError   **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (current != NULL)
    g_string_append_len (text, g_bytes_get_data (current, NULL), g_bytes_get_size (current));
  g_string_append_printf (text, "%s\n", (const char *) user_data);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(ConfabRecordsFile) records = NULL;

  g_assert_cmpint (argc, ==, 4);
  file = g_file_new_for_path (argv[1]);
  records = confab_records_file_new (file);

  for (gint64 i = 0; i < g_ascii_strtoll (argv[3], NULL, 10); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      confab_records_file_update_async (records, add_line,
                                        g_strdup_printf ("%s %" G_GINT64_FORMAT, argv[2], i),
                                        g_free, NULL, await_cb, &result);
      confab_records_file_update_finish (records, await (&result), NULL, &error);
      g_assert_no_error (error);
    }

  return 0;
}
