/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-hidden-text"

#include "config.h"

#include "confab-hidden-text.h"

#include <string.h>

/* What is typed into an entry for a key, kept out of the entry.
 *
 * GTK 4.8 shows dots for such a text and tells it whoever listens on the accessibility bus all the
 * same, letter by letter and whole, and its messages stay in memory that nobody wipes. So the entry
 * gets a dot for each letter and nothing else to tell, and the letters are here. */

#define DOT "●"

#define DATA_KEY "confab-hidden-text"

typedef struct
{
  GtkEditable  *text;    /* borrowed: it owns this */
  ConfabSecret *secret;  /* owned */
  guint         own : 1; /* what is being inserted are the dots */
} HiddenText;

static void
hidden_text_free (gpointer data)
{
  HiddenText *self = data;

  confab_secret_unref (self->secret);
  g_free (self);
}

/* What really takes the text, within a row or by itself. */
static GtkEditable *
get_innermost (GtkEditable *entry)
{
  GtkEditable *delegate;

  while ((delegate = gtk_editable_get_delegate (entry)) != NULL)
    entry = delegate;

  return entry;
}

static HiddenText *
get_hidden_text (GtkEditable *entry)
{
  return g_object_get_data (G_OBJECT (get_innermost (entry)), DATA_KEY);
}

/* Puts @length bytes of @text in the place of the letters from @start to @end. */
static void
splice (HiddenText *self,
        long        start,
        long        end,
        const char *text,
        gsize       length)
{
  const char *old = confab_secret_peek (self->secret);
  const gsize head = g_utf8_offset_to_pointer (old, start) - old;
  const char *tail = g_utf8_offset_to_pointer (old, end);
  const gsize total = head + length + strlen (tail);
  char *whole = g_malloc (total + 1);

  memcpy (whole, old, head);
  memcpy (whole + head, text, length);
  strcpy (whole + head + length, tail);
  confab_secret_unref (self->secret);
  self->secret = confab_secret_new (whole, total);
  confab_secret_wipe (whole);
  g_free (whole);
}

static void
on_insert_text_cb (GtkEditable *editable,
                   const char  *text,
                   int          length,
                   int         *position,
                   gpointer     user_data)
{
  HiddenText *self = user_data;
  const gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  const long n_chars = g_utf8_strlen (text, n_bytes);
  const int start = *position;
  g_autoptr(GString) dots = NULL;

  if (self->own)
    return;

  dots = g_string_sized_new (n_chars * strlen (DOT));
  for (long i = 0; i < n_chars; i++)
    g_string_append (dots, DOT);

  /* Who listens to the entry looks at the text while the dots go in. */
  splice (self, start, start, text, n_bytes);

  g_signal_stop_emission_by_name (editable, "insert-text");
  self->own = TRUE;
  gtk_editable_insert_text (editable, dots->str, dots->len, position);
  self->own = FALSE;

  /* The entry may take less than it is given. */
  if (*position - start < n_chars)
    splice (self, *position, start + n_chars, "", 0);
}

static void
on_delete_text_cb (GtkEditable *editable,
                   int          start,
                   int          end,
                   gpointer     user_data)
{
  HiddenText *self = user_data;
  const long n_chars = g_utf8_strlen (confab_secret_peek (self->secret), -1);

  splice (self, MIN (start, n_chars), end < 0 ? n_chars : MIN (end, n_chars), "", 0);
}

/**
 * confab_hidden_text_attach:
 * @entry: an entry that is still empty
 *
 * Makes an entry one for a key. From now on its own text is dots, however it is filled, and what
 * they stand for is asked for by [func@hidden_text_dup_text] alone.
 */
void
confab_hidden_text_attach (GtkEditable *entry)
{
  HiddenText *self;

  g_return_if_fail (GTK_IS_EDITABLE (entry));
  g_return_if_fail (get_hidden_text (entry) == NULL);

  self = g_new0 (HiddenText, 1);
  self->text = get_innermost (entry);
  self->secret = confab_secret_new ("", 0);
  g_object_set_data_full (G_OBJECT (self->text), DATA_KEY, self, hidden_text_free);

  /* Undoing would bring back dots that stand for nothing. Input methods learn that it is a secret. */
  gtk_editable_set_enable_undo (self->text, FALSE);
  g_object_set (self->text,
                "visibility", FALSE,
                "input-purpose", GTK_INPUT_PURPOSE_PASSWORD,
                "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_PRIVATE,
                NULL);

  g_signal_connect (self->text, "insert-text", G_CALLBACK (on_insert_text_cb), self);
  g_signal_connect (self->text, "delete-text", G_CALLBACK (on_delete_text_cb), self);
}

/**
 * confab_hidden_text_set:
 * @entry: an entry that [func@hidden_text_attach] was called for
 * @text: what to put there
 *
 * Fills the entry past whoever else listens to it.
 */
void
confab_hidden_text_set (GtkEditable *entry,
                        const char  *text)
{
  HiddenText *self;

  g_return_if_fail (GTK_IS_EDITABLE (entry));
  g_return_if_fail (text != NULL);

  self = get_hidden_text (entry);
  g_return_if_fail (self != NULL);

  gtk_editable_set_text (self->text, text);
}

/**
 * confab_hidden_text_dup_text:
 * @entry: an entry that [func@hidden_text_attach] was called for
 *
 * Returns: (transfer full): what was typed
 */
ConfabSecret *
confab_hidden_text_dup_text (GtkEditable *entry)
{
  HiddenText *self;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry), NULL);

  self = get_hidden_text (entry);
  g_return_val_if_fail (self != NULL, NULL);

  return confab_secret_ref (self->secret);
}
