/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-script.h"

#include <string.h>

#include "peer-frames.h"

#define PIECE_BYTES 24
#define RAW_MARK "RAWBYTES"

static const char code_reply[] =
  "# Reading a file\n"
  "\n"
  "Three things matter:\n"
  "\n"
  "- open it **once**\n"
  "- check *every* result\n"
  "- close it, whatever `errno` says\n"
  "\n"
  "```c\n"
  "#include <stdio.h>\n"
  "\n"
  "int\n"
  "main (void)\n"
  "{\n"
  "  FILE *file = fopen (\"notes.txt\", \"r\");\n"
  "\n"
  "  if (file == NULL)\n"
  "    return 1;\n"
  "  fclose (file);\n"
  "  return 0;\n"
  "}\n"
  "```\n"
  "\n"
  "## What can go wrong\n"
  "\n"
  "| Call | Fails with | Then |\n"
  "|:-----|:----------:|-----:|\n"
  "| `fopen` | `NULL` | 1 |\n"
  "| `fclose` | `EOF` | 2 |\n"
  "\n"
  "> Nothing else is needed.\n";

/*
 * PeerScript:
 *
 * The directives of one prompt, and the prompt without them.
 */
struct _PeerScript
{
  GHashTable *directives;  /* name to arguments, both owned */
  char       *plain;       /* owned */
};

/* Every word a prompt may hold between double brackets. Anything else there is part of the text. */
static const char * const known[] = {
  "again", "badutf8", "calls", "code", "cut", "endless", "error-in-stream", "garbage", "garbage-body", "gate", "gzip",
  "hang", "html", "hugeline", "late", "long", "no-last-word", "nodone", "nul", "picture", "redirect", "reset",
  "say", "silent", "slow", "status", "think", "tool", NULL,
};

PeerScript *
peer_script_new (const char *prompt)
{
  PeerScript *self = g_new0 (PeerScript, 1);
  GString *plain = g_string_new (NULL);
  const char *p = prompt;

  self->directives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  while (*p != '\0')
    {
      const char *close = g_str_has_prefix (p, "[[") ? strstr (p, "]]") : NULL;

      if (close != NULL)
        {
          g_autofree char *inside = g_strndup (p + 2, close - p - 2);
          char *space = strchr (inside, ' ');

          if (space != NULL)
            *space = '\0';
          if (g_strv_contains (known, inside))
            {
              g_hash_table_insert (self->directives, g_strdup (inside),
                                   g_strdup (space != NULL ? space + 1 : ""));
              p = close + 2;
              continue;
            }
        }
      g_string_append_c (plain, *p++);
    }

  self->plain = g_strstrip (g_string_free (plain, FALSE));

  return self;
}

void
peer_script_free (PeerScript *self)
{
  g_hash_table_unref (self->directives);
  g_free (self->plain);
  g_free (self);
}

static const char *
get (PeerScript *self,
     const char *name)
{
  return g_hash_table_lookup (self->directives, name);
}

/* The error status to answer with, or 0. */
guint
peer_script_get_status (PeerScript  *self,
                        const char **retry_after)
{
  const char *arguments = get (self, "status");
  const char *wait = arguments != NULL ? strstr (arguments, "retry-after ") : NULL;

  *retry_after = wait != NULL ? wait + strlen ("retry-after ") : NULL;

  return arguments != NULL ? strtoul (arguments, NULL, 10) : 0;
}

/* What OpenAI's error calls itself, or NULL for what belongs to the status. */
const char *
peer_script_get_error_code (PeerScript *self)
{
  const char *arguments = get (self, "status");
  const char *code = arguments != NULL ? strstr (arguments, "code ") : NULL;

  return code != NULL ? code + strlen ("code ") : NULL;
}

/* Where to send the client instead, or NULL. */
const char *
peer_script_get_redirect (PeerScript *self)
{
  return get (self, "redirect");
}

static char *
dup_long_text (gsize length)
{
  GString *text = g_string_sized_new (length + 128);

  for (guint i = 1; text->len < length; i++)
    g_string_append_printf (text, "%sParagraph %u says that the peer goes on and on, which is all "
                            "that it was asked for.", i > 1 ? "\n\n" : "", i);
  g_string_truncate (text, length);

  return g_string_free (text, FALSE);
}

/* What the reply says. */
char *
peer_script_dup_text (PeerScript *self,
                      PeerChat   *chat)
{
  g_auto(GStrv) lines = NULL;
  g_autofree char *quoted = NULL;

  if (chat->tool_result != NULL)
    return g_strdup_printf ("The tool answered: %s", chat->tool_result);
  if (get (self, "say") != NULL)
    return g_strdup (get (self, "say"));
  if (get (self, "code") != NULL)
    return g_strdup (code_reply);
  if (get (self, "long") != NULL)
    return dup_long_text (strtoul (get (self, "long"), NULL, 10));

  lines = g_strsplit (self->plain, "\n", -1);
  quoted = g_strjoinv ("\n> ", lines);

  return g_strdup_printf ("You wrote:\n\n> %s\n\nThis is **the peer's** answer.", quoted);
}

/* Cuts a text into pieces, never inside a character. */
static GPtrArray *
split (const char *text)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);

  while (*text != '\0')
    {
      gsize length = MIN (strlen (text), (gsize) PIECE_BYTES);

      while (text[length] != '\0' && (text[length] & 0xc0) == 0x80)
        length++;
      g_ptr_array_add (pieces, g_strndup (text, length));
      text += length;
    }

  return pieces;
}

static void
add_encoded (PeerStream *stream,
             PeerFrames *frames,
             const char *frame,
             gsize       length)
{
  g_autoptr(GBytes) bytes = peer_frames_encode (frames, frame, length);

  peer_stream_add_piece (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
take_frame (PeerStream *stream,
            PeerFrames *frames,
            char       *frame)
{
  add_encoded (stream, frames, frame, strlen (frame));
  g_free (frame);
}

/* Adds a frame whose text has bytes that JSON cannot have. */
static void
add_raw_frame (PeerStream *stream,
               PeerFrames *frames,
               const char *bytes,
               gsize       length)
{
  g_autofree char *frame = peer_frames_text (frames, "before " RAW_MARK " after");
  const char *mark = strstr (frame, RAW_MARK);
  GString *out = g_string_new_len (frame, mark - frame);

  g_string_append_len (out, bytes, length);
  g_string_append (out, mark + strlen (RAW_MARK));
  add_encoded (stream, frames, out->str, out->len);
  g_string_free (out, TRUE);
}

static void
add_slowness (PeerScript *self,
              PeerStream *stream)
{
  const char *slow = get (self, "slow");

  if (slow == NULL)
    return;

  if (*slow != '\0')
    peer_stream_add_wait (stream, strtoul (slow, NULL, 10));
  else
    peer_stream_add_gate (stream);
}

/* Returns whether more may follow. */
static gboolean
add_text (PeerScript *self,
          PeerChat   *chat,
          PeerFrames *frames,
          PeerStream *stream)
{
  g_autofree char *text = peer_script_dup_text (self, chat);
  g_autoptr(GPtrArray) pieces = split (text);

  for (guint i = 0; i < pieces->len; i++)
    {
      if (i > 0)
        add_slowness (self, stream);

      if (i == pieces->len / 2)
        {
          if (get (self, "gate") != NULL)
            peer_stream_add_gate (stream);
          if (get (self, "reset") != NULL)
            peer_stream_add_reset (stream);
          if (get (self, "cut") != NULL)
            peer_stream_add_cut (stream);
          if (get (self, "error-in-stream") != NULL)
            {
              take_frame (stream, frames, peer_frames_error (frames));
              return FALSE;
            }
        }
      take_frame (stream, frames, peer_frames_text (frames, pieces->pdata[i]));
    }

  return TRUE;
}

static void
add_special (PeerScript *self,
             PeerFrames *frames,
             PeerStream *stream)
{
  if (get (self, "badutf8") != NULL)
    add_raw_frame (stream, frames, "\xff\xc3\x28\xed\xa0\x80", 6);
  if (get (self, "nul") != NULL)
    add_raw_frame (stream, frames, "\0", 1);

  if (get (self, "hugeline") != NULL)
    {
      g_autofree char *text = g_strnfill (strtoul (get (self, "hugeline"), NULL, 10), 'x');

      take_frame (stream, frames, peer_frames_text (frames, text));
    }

  if (get (self, "picture") != NULL)
    {
      g_autofree char *base64 = g_strnfill (strtoul (get (self, "picture"), NULL, 10), 'x');

      take_frame (stream, frames, peer_frames_picture (frames, base64));
    }

  if (get (self, "endless") != NULL)
    {
      g_autofree char *piece = peer_frames_text (frames, "and so on, ");
      g_autoptr(GBytes) bytes = peer_frames_encode (frames, piece, strlen (piece));

      peer_stream_add_repeat (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
}

static gboolean
add_no_reply (PeerScript *self,
              PeerStream *stream)
{
  static const char page[] =
    "<!DOCTYPE html><html><head><title>Guest network</title></head>"
    "<body><h1>Sign in to use this network</h1></body></html>\n";

  if (get (self, "hang") != NULL)
    {
      peer_stream_add_hold (stream);
    }
  else if (get (self, "garbage") != NULL)
    {
      peer_stream_add_raw (stream, "\x16\x03\x01 this is not HTTP\r\n\r\n", -1);
      peer_stream_add_cut (stream);
    }
  else if (get (self, "html") != NULL)
    {
      peer_stream_add_head (stream, "text/html; charset=utf-8", FALSE);
      peer_stream_add_piece (stream, page, -1);
      peer_stream_add_end (stream);
    }
  else
    {
      return FALSE;
    }

  return TRUE;
}

/* Turns the script into the steps of a streamed reply. */
void
peer_script_fill (PeerScript  *self,
                  PeerChat    *chat,
                  PeerDialect  dialect,
                  guint        number,
                  PeerStream  *stream)
{
  g_autoptr(PeerFrames) frames = peer_frames_new (dialect, chat->model, number);

  peer_frames_set_in_array (frames, chat->in_array);

  if (get (self, "late") != NULL)
    peer_stream_add_gate (stream);
  if (add_no_reply (self, stream))
    return;

  peer_stream_add_head (stream,
                        peer_frames_get_type (frames), get (self, "gzip") != NULL);

  if (get (self, "silent") != NULL)
    {
      peer_stream_add_hold (stream);
      return;
    }
  if (get (self, "garbage-body") != NULL)
    {
      peer_stream_add_piece (stream, "data: {\"choices\": nonsense\n\nnonsense\n\n", -1);
      peer_stream_add_end (stream);
      return;
    }

  take_frame (stream, frames, peer_frames_begin (frames));
  if (get (self, "think") != NULL && chat->tool_result == NULL)
    {
      take_frame (stream, frames, peer_frames_thinking (frames, "The person wants an answer. "));
      take_frame (stream, frames, peer_frames_thinking (frames, "I will quote the question."));
    }
  add_special (self, frames, stream);
  if (!add_text (self, chat, frames, stream))
    {
      peer_stream_add_end (stream);
      return;
    }

  if (get (self, "tool") != NULL && (chat->tool_result == NULL || get (self, "again") != NULL))
    {
      g_auto(GStrv) words = g_strsplit (get (self, "tool"), " ", 2);
      const char *name = words[0] != NULL && *words[0] != '\0' ? words[0] : chat->tool_name;
      const char *arguments = words[0] != NULL && words[1] != NULL ? words[1] : "{\"zone\":\"UTC\"}";

      const guint n_calls = get (self, "calls") != NULL ? strtoul (get (self, "calls"), NULL, 10) : 1;

      for (guint i = 0; i < n_calls; i++)
        take_frame (stream, frames, peer_frames_tool (frames, name != NULL ? name : "get_time", arguments));
    }

  if (get (self, "nodone") == NULL)
    {
      take_frame (stream, frames, peer_frames_end (frames));
      if (get (self, "no-last-word") == NULL)
        take_frame (stream, frames, peer_frames_last_word (frames));
    }
  peer_stream_add_end (stream);
}
