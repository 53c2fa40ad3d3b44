/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of a JSON text of any length: the same whole, cut anywhere, and byte by byte. */

#include "config.h"

#include "confab-json-splitter.h"
#include "fuzz.h"

#include <string.h>

#define MAX_LENGTH 4096

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

static gboolean
collect_cb (const char  *name,
            const char  *json,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  GString *seen = user_data;

  if (json != NULL && length > MAX_LENGTH)
    g_error ("A value is longer than it may be");
  g_string_append_printf (seen, "%s=", name != NULL ? name : "");
  if (json != NULL)
    g_string_append_len (seen, json, (gssize) length);
  g_string_append_c (seen, '\n');

  return TRUE;
}

static char *
split (const guint8 *data,
       gsize         size,
       gsize         step)
{
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(ConfabJsonSplitter) splitter = confab_json_splitter_new (MAX_LENGTH, collect_cb, seen);
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize i = 0; ok && i < size; i += step)
    {
      const gsize n = MIN (step, size - i);
      /* Exactly as long, so that reading on is noticed. */
      g_autofree char *piece = g_memdup2 (data + i, n);

      ok = confab_json_splitter_feed (splitter, piece, n, &error);
    }
  ok = ok && confab_json_splitter_finish (splitter, &error);
  if (ok == (error != NULL))
    g_error ("Neither an end nor an error, or both");

  g_string_append_printf (seen, "%d", error != NULL ? error->code : -1);
  return g_memdup2 (seen->str, seen->len + 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *whole = split (data, size, MAX (size, 1));
  g_autofree char *halves = split (data, size, size / 2 + 1);
  g_autofree char *bytes = split (data, size, 1);

  if (strcmp (whole, halves) != 0 || strcmp (whole, bytes) != 0)
    g_error ("Cut in pieces it is another text:\n%s\n%s\n%s", whole, halves, bytes);

  return 0;
}
