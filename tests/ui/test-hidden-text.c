/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-hidden-text.h"

/* Listens after the entry, like whoever is told on the accessibility bus what is in it. */
static GString *heard;

static void
on_insert_text_cb (GtkEditable *editable,
                   const char  *text,
                   int          length,
                   int         *position,
                   gpointer     user_data)
{
  g_string_append_len (heard, text, length < 0 ? (gssize) strlen (text) : length);
}

static void
on_delete_text_cb (GtkEditable *editable,
                   int          start,
                   int          end,
                   gpointer     user_data)
{
  g_autofree char *text = gtk_editable_get_chars (editable, start, end);

  g_string_append (heard, text);
}

static GtkEditable *
new_entry (void)
{
  GtkEditable *entry = GTK_EDITABLE (g_object_ref_sink (adw_entry_row_new ()));
  GtkEditable *inner = gtk_editable_get_delegate (entry);

  confab_hidden_text_attach (entry);
  heard = g_string_new (NULL);
  g_signal_connect (inner, "insert-text", G_CALLBACK (on_insert_text_cb), NULL);
  g_signal_connect_after (inner, "insert-text", G_CALLBACK (on_insert_text_cb), NULL);
  g_signal_connect (inner, "delete-text", G_CALLBACK (on_delete_text_cb), NULL);

  return entry;
}

static void
assert_dots (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_cmpuint (g_utf8_get_char (p), ==, 0x25cf);
}

static void
assert_text (GtkEditable *entry,
             const char  *expected)
{
  g_autoptr(ConfabSecret) secret = confab_hidden_text_dup_text (entry);
  const char *shown = gtk_editable_get_text (entry);

  g_assert_cmpstr (confab_secret_peek (secret), ==, expected);
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, g_utf8_strlen (expected, -1));
  assert_dots (shown);
}

static void
finish (GtkEditable *entry)
{
  assert_dots (heard->str);
  g_string_free (heard, TRUE);
  g_object_unref (entry);
}

static void
test_edits (void)
{
  GtkEditable *entry = new_entry ();
  GtkEditable *inner = gtk_editable_get_delegate (entry);
  int position = 0;

  assert_text (entry, "");
  gtk_editable_insert_text (inner, "sk-123", -1, &position);
  g_assert_cmpint (position, ==, 6);
  assert_text (entry, "sk-123");

  position = 3;
  gtk_editable_insert_text (inner, "é漢🙂xx", strlen ("é漢🙂"), &position);
  g_assert_cmpint (position, ==, 6);
  assert_text (entry, "sk-é漢🙂123");

  gtk_editable_delete_text (inner, 4, 7);
  assert_text (entry, "sk-é23");
  gtk_editable_delete_text (inner, 4, -1);
  assert_text (entry, "sk-é");
  gtk_editable_delete_text (inner, 0, 1);
  assert_text (entry, "k-é");

  gtk_editable_select_region (inner, 0, 2);
  gtk_editable_delete_selection (inner);
  assert_text (entry, "é");

  gtk_editable_set_text (entry, "");
  assert_text (entry, "");
  confab_hidden_text_set (entry, "two\nlines");
  assert_text (entry, "two\nlines");
  confab_hidden_text_set (entry, "another");
  assert_text (entry, "another");
  finish (entry);
}

/* As much as the entry takes and no more is kept. */
static void
test_too_long (void)
{
  GtkEditable *entry = new_entry ();
  GtkEditable *inner = gtk_editable_get_delegate (entry);
  g_autofree char *much = g_strnfill (100000, 'k');
  int position = 0;

  gtk_text_set_max_length (GTK_TEXT (inner), 5);
  gtk_editable_insert_text (inner, "123", -1, &position);
  gtk_editable_insert_text (inner, "456789", -1, &position);
  assert_text (entry, "12345");

  gtk_text_set_max_length (GTK_TEXT (inner), 0);
  confab_hidden_text_set (entry, much);
  {
    g_autoptr(ConfabSecret) secret = confab_hidden_text_dup_text (entry);

    g_assert_cmpuint (confab_secret_get_length (secret), ==, gtk_text_get_text_length (GTK_TEXT (inner)));
    g_assert_cmpuint (confab_secret_get_length (secret), >, 8192);
  }
  finish (entry);
}

/* What was typed is not what undoing brings back, and dots are not what it was. */
static void
test_no_undo (void)
{
  GtkEditable *entry = new_entry ();
  GtkEditable *inner = gtk_editable_get_delegate (entry);

  confab_hidden_text_set (entry, "sk-123");
  gtk_editable_set_text (entry, "");
  gtk_widget_activate_action (GTK_WIDGET (inner), "text.undo", NULL);
  assert_text (entry, "");
  g_assert_false (gtk_text_get_visibility (GTK_TEXT (inner)));
  finish (entry);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/hidden-text/edits", test_edits);
  g_test_add_func ("/ui/hidden-text/too-long", test_too_long);
  g_test_add_func ("/ui/hidden-text/no-undo", test_no_undo);

  return g_test_run ();
}
