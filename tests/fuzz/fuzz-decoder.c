/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The decoder of each dialect. Which one is in the environment variable CONFAB_FUZZ_DIALECT; without
 * it every input goes to all of them. With the only argument --dialects it lists them. */

#include "config.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "corpus-reply.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static const char *chosen;

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  const char *const *ids = confab_dialect_list_ids ();

  fuzz_init ();
  chosen = g_getenv ("CONFAB_FUZZ_DIALECT");
  if (*argc == 2 && strcmp ((*argv)[1], "--dialects") == 0)
    {
      for (gsize i = 0; ids[i] != NULL; i++)
        g_print ("%s\n", ids[i]);
      exit (EXIT_SUCCESS);
    }

  return 0;
}

/* Returns: what came out, in pieces of @piece bytes */
static CorpusReply *
decode (const char *dialect_id,
        const char *bytes,
        gsize       length,
        gsize       piece)
{
  CorpusReply *reply = corpus_reply_new ();
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup (dialect_id), NULL);
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < length; at += piece)
    ok = confab_decoder_feed (decoder, bytes + at, MIN (piece, length - at), corpus_reply_event_cb, reply, &error);
  if (ok)
    ok = confab_decoder_finish (decoder, corpus_reply_event_cb, reply, &error);
  if (!ok && error == NULL)
    g_error ("It failed and does not say why");
  corpus_reply_end (reply, confab_decoder_get_complete (decoder), error);

  return reply;
}

/* Whatever it is: it does not crash, and how it is cut makes no difference. */
static void
check (const char *dialect_id,
       const char *bytes,
       gsize       length)
{
  g_autoptr(CorpusReply) whole = decode (dialect_id, bytes, length, MAX (length, 1));
  g_autoptr(CorpusReply) bytewise = decode (dialect_id, bytes, length, 1);
  g_autoptr(CorpusReply) pieces = decode (dialect_id, bytes, length, length % 61 + 2);

  if (strcmp (corpus_reply_get_trace (whole), corpus_reply_get_trace (bytewise)) != 0)
    g_error ("%s:\n%s\nbyte by byte became\n%s", dialect_id,
             corpus_reply_get_trace (whole), corpus_reply_get_trace (bytewise));
  if (strcmp (corpus_reply_get_trace (whole), corpus_reply_get_trace (pieces)) != 0)
    g_error ("%s:\n%s\nin pieces became\n%s", dialect_id,
             corpus_reply_get_trace (whole), corpus_reply_get_trace (pieces));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *const *ids = confab_dialect_list_ids ();
  g_autofree guint8 *repaired = fuzz_repair_checksums (data, size);

  for (gsize i = 0; ids[i] != NULL; i++)
    if (chosen == NULL || strcmp (chosen, ids[i]) == 0)
      check (ids[i], (const char *) repaired, size);

  return 0;
}
