/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows a made-up conversation with every kind of row, to be looked at.
 * transcript-demo [--stream] [--top] [--unfold] [--file=MARKDOWN] [--scroll=PIXELS] [--width=PIXELS] */

#include "config.h"

#include "confab-transcript.h"

static gboolean option_stream;
static gboolean option_top;
static gboolean option_unfold;
static int option_width = 1000;
static int option_height = 780;
static char *option_file;
static int option_scroll;

static const GOptionEntry options[] = {
  { "stream", 0, 0, G_OPTION_ARG_NONE, &option_stream, "Let a reply arrive", NULL },
  { "top", 0, 0, G_OPTION_ARG_NONE, &option_top, "Begin at the top", NULL },
  { "unfold", 0, 0, G_OPTION_ARG_NONE, &option_unfold, "Unfold what is folded", NULL },
  { "width", 0, 0, G_OPTION_ARG_INT, &option_width, "Width of the window", "PIXELS" },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &option_file, "Show a reply with this Markdown alone", "FILE" },
  { "scroll", 0, 0, G_OPTION_ARG_INT, &option_scroll, "Begin that far from the top", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &option_height, "Height of the window", "PIXELS" },
  { NULL }
};

static const char reply_one[] =
  "Put the **scanner** in its own file and let it know nothing of the *tree*. It reads lines and says "
  "what they are; the builder decides what they mean. The seam is `confab_scanner_feed ()`, which may be "
  "called with any number of bytes, even one.\n\n"
  "## How to cut\n\n"
  "1. Move `read_line ()` and everything it calls. Leave the callers alone for now, so that each step "
  "builds and the tests tell you which one went wrong.\n"
  "2. Give the new file a header with three functions:\n"
  "   - `scanner_new ()`\n"
  "   - `scanner_feed ()`, see [the manual](https://docs.gtk.org/glib/struct.String.html)\n"
  "   - `scanner_free ()`\n"
  "3. Delete what is left over.\n\n"
  "### A sketch\n\n"
  "```c\n"
  "static gboolean\n"
  "scanner_feed (Scanner    *self,\n"
  "              const char *text,\n"
  "              gsize       length)\n"
  "{\n"
  "  /* Bytes may end in the middle of a line. */\n"
  "  for (gsize i = 0; i < length; i++)\n"
  "    if (text[i] == '\\n')\n"
  "      accept_line (self, 42, \"a very long line that does not fit into the column and "
  "has to be moved sideways to be read\");\n"
  "\n"
  "  return TRUE;\n"
  "}\n"
  "```\n\n"
  "> A good seam is one that you can test without the rest.\n\n"
  "| Function | Lines | Speed | What it is for |\n"
  "|:---------|------:|:-----:|----------------|\n"
  "| `read_line` | 48 | fast | Finds where a line ends |\n"
  "| `accept_line` | 120 | *slow* | Says what a line is, which takes looking at the lines before it in some cases |\n"
  "| `finish` | 9 | fast | Ends the last line |\n\n"
  "---\n\n"
  "- [x] Cut the file\n"
  "- [ ] Write the tests\n"
  "- [ ] Measure\n\n"
  "Done this way, ~~nothing~~ little can go wrong. ![A diagram](https://example.org/seam.png)\n";

static const char reply_rtl[] =
  "הסורק קורא שורות ואומר מה הן, והבונה מחליט מה משמעותן.\n\n"
  "- להעביר את הקוד\n"
  "- למחוק את השאר\n\n"
  "وهكذا ينتهي العمل.\n";

static ConfabMessage *
new_reply (const char *text)
{
  ConfabMessage *message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, text);

  confab_message_set_model (message, "Claude Sonnet");
  confab_message_set_provider_name (message, "Anthropic");

  return message;
}

static void
take (GListStore    *store,
      ConfabMessage *message)
{
  g_list_store_append (store, message);
  g_object_unref (message);
}

static ConfabMessage *
new_full_reply (void)
{
  ConfabMessage *message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING,
                                                         "The person wants *two* files. The parser has a reader "
                                                         "and a builder in it; the seam is between them.\n\n"
                                                         "1. Look at who calls whom.\n2. Cut there.\n");
  g_autoptr(ConfabPart) call = confab_part_new_tool_call ("1", "read_file", "{\"path\": \"parser.c\"}");
  g_autoptr(ConfabPart) result = confab_part_new_tool_result ("1", "read_file", "static void …", FALSE);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, reply_one);

  confab_message_set_model (message, "Claude Sonnet");
  confab_message_set_provider_name (message, "Anthropic");
  confab_part_set_duration_ms (thinking, 12000);
  confab_message_append_part (message, thinking);
  confab_message_append_part (message, call);
  confab_message_append_part (message, result);
  confab_message_append_part (message, text);

  return message;
}

static GListModel *
new_conversation (void)
{
  GListStore *store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(GBytes) data = g_bytes_new_static (reply_one, sizeof reply_one);
  g_autoptr(ConfabPart) file = confab_part_new_data (CONFAB_PART_DOCUMENT, "parser.c", "text/x-csrc", data);
  g_autoptr(GError) error = NULL;
  ConfabUsage usage = CONFAB_USAGE_INIT;
  ConfabMessage *message;
  g_autofree char *markdown = NULL;

  if (option_file != NULL && g_file_get_contents (option_file, &markdown, NULL, NULL))
    {
      take (store, new_reply (markdown));
      return G_LIST_MODEL (store);
    }

  message = confab_message_new_text (CONFAB_ROLE_USER, "How do I cut this file in two?");
  confab_message_append_part (message, file);
  take (store, message);
  take (store, new_full_reply ());

  take (store, confab_message_new_text (CONFAB_ROLE_USER,
                                        "And in Hebrew, please? As short as you can, with a list of what is to be "
                                        "done,\nand *without* any code. It is for a colleague who has not seen it."));
  message = new_reply (reply_rtl);
  confab_message_set_status (message, CONFAB_MESSAGE_STOPPED);
  take (store, message);

  take (store, confab_message_new_text (CONFAB_ROLE_USER, "Thanks. What would it cost?"));
  message = new_reply ("");
  error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429, "rate_limit_error", 42000,
                                     "Number of request tokens has exceeded your per-minute rate limit");
  confab_message_set_error (message, error);
  confab_message_set_status (message, CONFAB_MESSAGE_FAILED);
  take (store, message);

  take (store, confab_message_new_text (CONFAB_ROLE_USER, "And now?"));
  if (option_stream)
    {
      message = new_reply ("");
      confab_message_set_status (message, CONFAB_MESSAGE_WAITING);
    }
  else
    {
      message = new_reply ("Nothing at all: it is **free**.");
      usage.input = 700;
      usage.output = 112;
      usage.cost_usd = 0.004;
      confab_message_set_usage (message, &usage);
      confab_message_set_duration_ms (message, 3100);
    }
  take (store, message);

  return G_LIST_MODEL (store);
}

static gboolean
stream_cb (gpointer user_data)
{
  ConfabMessage *message = user_data;
  ConfabPart *part;
  gsize at;
  gsize length;

  if (g_get_real_time () - confab_message_get_created_at_us (message) < 4 * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;

  if (confab_message_get_n_parts (message) == 1)
    {
      g_autoptr(ConfabPart) new_part = confab_part_new (CONFAB_PART_TEXT);

      confab_message_append_part (message, new_part);
      confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
    }

  part = confab_message_get_part (message, 1);
  at = confab_part_get_text_length (part);
  length = MIN (7, sizeof reply_one - 1 - at);
  confab_part_append_text (part, reply_one + at, length);
  if (at + length == sizeof reply_one - 1)
    {
      confab_part_set_sealed (part, TRUE);
      confab_message_set_duration_ms (message, (g_get_real_time () -
                                                confab_message_get_created_at_us (message)) / 1000);
      confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);
      return G_SOURCE_REMOVE;
    }
  confab_message_changed (message);

  return G_SOURCE_CONTINUE;
}

static void
on_copied_cb (ConfabTranscript *transcript,
              const char       *what,
              AdwToastOverlay  *overlay)
{
  adw_toast_overlay_add_toast (overlay, adw_toast_new ("Copied"));
}

static gboolean
unfold_cb (gpointer user_data)
{
  gtk_widget_activate_action (user_data, "transcript.toggle", "(uu)", 1, 1);

  return G_SOURCE_REMOVE;
}

static GtkWidget *
find_view (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "ConfabTranscriptView"))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_view (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
on_activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *transcript = confab_transcript_new ();
  g_autoptr(GListModel) messages = new_conversation ();

  gtk_window_set_title (GTK_WINDOW (window), "Refactoring a parser");
  gtk_window_set_default_size (GTK_WINDOW (window), option_width, option_height);
  g_signal_connect (transcript, "copied", G_CALLBACK (on_copied_cb), overlay);
  confab_transcript_set_messages (CONFAB_TRANSCRIPT (transcript), messages);
  gtk_widget_set_vexpand (overlay, TRUE);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), transcript);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), overlay);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));

  if (option_unfold)
    g_timeout_add (300, unfold_cb, find_view (transcript));
  if (option_top)
    {
      GtkAdjustment *adjustment;

      gtk_test_widget_wait_for_draw (transcript);
      g_object_get (find_view (transcript), "vadjustment", &adjustment, NULL);
      gtk_adjustment_set_value (adjustment, 0);
      gtk_adjustment_set_value (adjustment, option_scroll);
      g_object_unref (adjustment);
    }
  if (option_stream)
    g_timeout_add (16, stream_cb, g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) application = NULL;
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  application = adw_application_new ("io.github.confab.TranscriptDemo", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate_cb), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
