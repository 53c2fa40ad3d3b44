/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON on its way in and out: a value, a list of models in each dialect, and pieces of arguments. */

#include "config.h"

#include "confab-dialect.h"
#include "confab-json.h"
#include "confab-model-info.h"
#include "fuzz.h"

#include <string.h>

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

/* What was parsed and written is parsed and written the same. */
static void
check_value (const char *text,
             gsize       length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;
  gsize used = 0;

  node = confab_json_parse_next (text, length, &used, &error);
  if (used > length)
    g_error ("More was used than is there");
  if (node == NULL)
    {
      if (error == NULL || error->domain != CONFAB_WIRE_ERROR)
        g_error ("It failed without an error of ours");
      return;
    }

  written = confab_json_to_string (node);
  if (!g_utf8_validate (written, -1, NULL))
    g_error ("What was written is not UTF-8");
  again = confab_json_parse (written, strlen (written), &error);
  if (again == NULL)
    g_error ("%s was written as\n%s\n%s", text, written, error->message);
  rewritten = confab_json_to_string (again);
  if (strcmp (written, rewritten) != 0)
    g_error ("%s became\n%s", written, rewritten);
}

static void
check_models (const char *text,
              gsize       length)
{
  const char *const *ids = confab_dialect_list_ids ();
  g_autoptr(GBytes) body = g_bytes_new (text, length);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) models = NULL;
      g_autofree char *token = NULL;

      models = confab_dialect_decode_models (confab_dialect_lookup (ids[i]), body, &token, &error);
      if ((models == NULL) != (error != NULL))
        g_error ("Neither models nor an error, or both");
      if (token != NULL && !g_utf8_validate (token, -1, NULL))
        g_error ("The token is not UTF-8");

      for (guint j = 0; models != NULL && j < models->len; j++)
        if (confab_model_info_get_id (g_ptr_array_index (models, j)) == NULL)
          g_error ("A model has no name");
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *valid = g_utf8_make_valid ((const char *) data, size);
  const gsize length = strlen (valid);
  g_autofree char *exact = g_memdup2 (valid, length);

  check_value (exact, length);
  confab_json_is_whole (exact, length);
  check_models ((const char *) data, size);

  return 0;
}
