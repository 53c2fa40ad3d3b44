/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demonstration"

#include "config.h"

#include "confab-demonstration.h"

#include "confab-engine-resources.h"
#include "confab-paced-stream.h"

#define RESOURCE_PATH "/io/github/confab/Confab/engine/demonstration/"

/* About as fast as a quick model writes. */
#define DEFAULT_PACE_MS 22

static const char *const answers[] = { "tour.sse", "keys.sse", "markdown.sse" };

static guint
get_pace_ms (void)
{
  const char *text = g_getenv ("CONFAB_DEMONSTRATION_PACE_MS");
  guint64 pace_ms;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 10000, &pace_ms, NULL))
    return pace_ms;

  return DEFAULT_PACE_MS;
}

static guint
count_questions (GPtrArray *messages)
{
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    if (confab_message_get_role (g_ptr_array_index (messages, i)) == CONFAB_ROLE_USER)
      n++;

  return n;
}

/* confab_demonstration_answer:
 * @messages: (element-type ConfabMessage): the conversation
 *
 * Answers as a server would: with the bytes of a reply in the dialect of the demonstration's type
 * in the catalogue, at the speed of a server. Everything behind it cannot tell the difference.
 *
 * Returns: (transfer full): the answer
 */
ConfabHttpResponse *
confab_demonstration_answer (GPtrArray *messages)
{
  const guint n_questions = count_questions (messages);
  const char *name = answers[(MAX (n_questions, 1) - 1) % G_N_ELEMENTS (answers)];
  g_autofree char *path = g_strconcat (RESOURCE_PATH, name, NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;

  /* By name and not by a constructor: a linker leaves out of a static library what nobody calls. */
  bytes = g_resource_lookup_data (confab_engine_get_resource (), path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    g_error ("The program was built without “%s”: %s", path, error->message);

  stream = confab_paced_stream_new (bytes, get_pace_ms ());

  return confab_http_response_new_for_stream (200, "text/event-stream", stream);
}
