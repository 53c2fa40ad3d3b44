/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "corpus-reply.h"

#include <string.h>

/* A stream that is longer than the one is cut into pieces of the other, in every run at other
 * places, until it was cut at all of them. */
#define SHORT_BYTES 2000
#define PIECE_BYTES 127

/* How often each fixture is damaged. */
#define N_DAMAGED 20

static void
feed (ConfabDecoder  *decoder,
      const char     *bytes,
      gsize           length,
      CorpusReply    *reply,
      gboolean       *ok,
      GError        **error)
{
  /* A block of the exact size: reading one byte too many is noticed. */
  g_autofree char *copy = g_memdup2 (bytes, length);

  if (*ok && length > 0)
    *ok = confab_decoder_feed (decoder, copy, length, corpus_reply_event_cb, reply, error);
}

/* Feeds @first_piece bytes, then the rest in pieces of @piece bytes. */
char *
decoder_fixture_trace (const char *dialect_id,
                       const char *body,
                       gsize       length,
                       gsize       first_piece,
                       gsize       piece)
{
  g_autoptr(CorpusReply) reply = corpus_reply_new ();
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup (dialect_id), NULL);
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;

  feed (decoder, body, first_piece, reply, &ok, &error);
  for (gsize at = first_piece; at < length; at += piece)
    feed (decoder, body + at, MIN (piece, length - at), reply, &ok, &error);

  if (ok)
    ok = confab_decoder_finish (decoder, corpus_reply_event_cb, reply, &error);

  g_assert_true (ok == (error == NULL));
  g_assert_true (error == NULL || error->domain == CONFAB_WIRE_ERROR);
  corpus_reply_end (reply, confab_decoder_get_complete (decoder), error);

  return g_strdup (corpus_reply_get_trace (reply));
}

void
decoder_fixture_check (const char        *dialect_id,
                       const DecoderCase *cases,
                       gsize              n_cases)
{
  decoder_fixture_check_encoded (dialect_id, cases, n_cases, NULL);
}

/* @encode (nullable) makes of the text of a case the bytes of a stream. */
void
decoder_fixture_check_encoded (const char         *dialect_id,
                               const DecoderCase  *cases,
                               gsize               n_cases,
                               GBytes           *(*encode) (const char *text))
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *text = g_strdelimit (g_strdup (cases[i].input), "'", '"');
      g_autofree char *expected = g_strdelimit (g_strdup (cases[i].expected), "'", '"');
      g_autoptr(GBytes) bytes = encode != NULL ? encode (text) : g_bytes_new (text, strlen (text));
      gsize length;
      const char *input = g_bytes_get_data (bytes, &length);
      g_autofree char *trace = decoder_fixture_trace (dialect_id, input, length, length, 1);
      g_autofree char *bytewise = decoder_fixture_trace (dialect_id, input, length, 0, 1);
      g_auto(GStrv) pieces = g_strsplit (expected, "|", -1);
      const char *at = trace;

      for (gsize n = 0; pieces[n] != NULL; n++)
        {
          const char *found;

          if (*pieces[n] == '!')
            {
              if (strstr (trace, pieces[n] + 1) != NULL)
                g_error ("%s: \"%s\" is in:%s", cases[i].name, pieces[n] + 1, trace);
              continue;
            }

          found = strstr (at, pieces[n]);
          if (found == NULL)
            g_error ("%s: \"%s\" is not in:%s", cases[i].name, pieces[n], at);
          at = found + strlen (pieces[n]);
        }

      g_assert_cmpstr (bytewise, ==, trace);
    }
}

typedef void (*BodyFunc) (const char *dialect_id,
                          const char *name,
                          const char *body,
                          gsize       length);

static void
foreach_fixture (const char *dialect_id,
                 BodyFunc    func)
{
  g_autofree char *directory = g_test_build_filename (G_TEST_DIST, "fixtures", "streams", dialect_id, NULL);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *entry;
  int n = 0;

  g_assert_nonnull (dir);
  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, entry, NULL);
      g_autofree char *body = NULL;
      gsize length;

      if (g_str_has_suffix (entry, ".expected.json"))
        continue;

      g_assert_true (g_file_get_contents (path, &body, &length, NULL));
      func (dialect_id, entry, body, length);
      n++;
    }

  g_assert_cmpint (n, >, 5);
}

static void
split_one (const char *dialect_id,
           const char *name,
           const char *body,
           gsize       length)
{
  g_autofree char *whole = decoder_fixture_trace (dialect_id, body, length, length, 1);
  const gsize piece = length <= SHORT_BYTES ? length : PIECE_BYTES;

  for (gsize cut = 0; cut <= piece; cut++)
    {
      g_autofree char *trace = decoder_fixture_trace (dialect_id, body, length, cut, piece);

      if (strcmp (whole, trace) != 0)
        g_error ("%s cut at %" G_GSIZE_FORMAT ":%s\ninstead of:%s", name, cut, trace, whole);
    }
}

/* Every fixture, cut at every place: in two, or in many where that would take minutes. */
void
decoder_fixture_split_anywhere (const char *dialect_id)
{
  foreach_fixture (dialect_id, split_one);
}

static void
damage (char  *body,
        gsize *length)
{
  static const char bytes[] = "{}[]\"\\:,\n\r \0\xff\xc3u0e-";
  const int n_hits = g_test_rand_int_range (1, 6);

  for (int i = 0; i < n_hits && *length > 1; i++)
    {
      const gsize at = g_test_rand_int_range (0, *length - 1);

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          body[at] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
          break;
        case 1:
          *length = at + 1;
          break;
        case 2:
          memmove (body + at, body + at + 1, *length - at - 1);
          (*length)--;
          break;
        default:
          {
            const gsize from = g_test_rand_int_range (0, *length - 1);
            const gsize n = MIN (*length - MAX (at, from), 40);

            memmove (body + at, body + from, n);
          }
          break;
        }
    }
}

static void
damage_one (const char *dialect_id,
            const char *name,
            const char *body,
            gsize       length)
{
  for (int i = 0; i < N_DAMAGED; i++)
    {
      g_autofree char *copy = g_memdup2 (body, length);
      gsize copy_length = length;
      g_autofree char *whole = NULL;
      g_autofree char *bytewise = NULL;

      damage (copy, &copy_length);
      whole = decoder_fixture_trace (dialect_id, copy, copy_length, copy_length, 1);
      bytewise = decoder_fixture_trace (dialect_id, copy, copy_length, 0, 1);

      if (strcmp (whole, bytewise) != 0)
        g_error ("%s, damaged:\n%.*s\nwhole:%s\nbyte by byte:%s",
                 name, (int) copy_length, copy, whole, bytewise);
    }
}

/* Every fixture with bytes changed, left out, doubled and cut off: whatever comes out, nothing may
 * break, and how the stream is cut may not matter. */
void
decoder_fixture_damage (const char *dialect_id)
{
  foreach_fixture (dialect_id, damage_one);
}
