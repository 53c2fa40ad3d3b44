/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attempts-block"

#include "config.h"

#include "confab-attempts-block.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "confab-attempt-text.h"
#include "confab-transcript-words.h"

/**
 * ConfabAttemptsBlock:
 *
 * The line below the name of a reply that says who answered in whose place, and what unfolds below
 * it: each provider that was asked, how that went and why.
 */
struct _ConfabAttemptsBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkWidget         *button;
  GtkImage          *arrow;
  GtkLabel          *title;
  GtkBox            *rows;

  char              *shown;  /* owned, nullable: what the rows say */
};

G_DEFINE_FINAL_TYPE (ConfabAttemptsBlock, confab_attempts_block, CONFAB_TYPE_WIDGET_BLOCK)

static char *
dup_outcome (const ConfabAttempt *attempt,
             gboolean             is_open)
{
  g_autofree char *duration = NULL;

  duration = confab_transcript_words_dup_duration ((attempt->ended_at_us - attempt->started_at_us) / 1000);

  switch (attempt->outcome)
    {
    case CONFAB_ATTEMPT_ANSWERED:
      /* Translators: a duration follows, as in “Answered in 3.1 s”. */
      return g_strdup_printf (_("Answered in %s"), duration);

    case CONFAB_ATTEMPT_FAILED:
      /* Translators: a duration follows, as in “Failed after 3.1 s”. */
      return g_strdup_printf (_("Failed after %s"), duration);

    case CONFAB_ATTEMPT_STOPPED:
      /* Translators: a duration follows, as in “Stopped after 3.1 s”. */
      return g_strdup_printf (_("Stopped after %s"), duration);

    case CONFAB_ATTEMPT_SKIPPED:
      return g_strdup (_("Not asked, for it was resting"));

    case CONFAB_ATTEMPT_RUNNING:
    default:
      return g_strdup (is_open ? _("Asking…") : _("Interrupted"));
    }
}

static const char *
get_icon_name (const ConfabAttempt *attempt)
{
  switch (attempt->outcome)
    {
    case CONFAB_ATTEMPT_ANSWERED:
      return "emblem-ok-symbolic";

    case CONFAB_ATTEMPT_FAILED:
      return "dialog-warning-symbolic";

    case CONFAB_ATTEMPT_STOPPED:
      return "media-playback-stop-symbolic";

    case CONFAB_ATTEMPT_SKIPPED:
      return "action-unavailable-symbolic";

    case CONFAB_ATTEMPT_RUNNING:
    default:
      return "content-loading-symbolic";
    }
}

/* Everything about one attempt, a line each. */
static char *
dup_text (const ConfabAttempt *attempt,
          gboolean             is_open)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GDateTime) started = g_date_time_new_from_unix_local (attempt->started_at_us / G_USEC_PER_SEC);
  g_autofree char *time = started != NULL ? g_date_time_format (started, "%X") : NULL;
  g_autofree char *outcome = dup_outcome (attempt, is_open);
  g_autofree char *reason = confab_attempt_text_reason (attempt);

  g_string_append (text, attempt->provider_name != NULL ? attempt->provider_name : attempt->provider_id);
  if (attempt->model != NULL)
    g_string_append_printf (text, " · %s", attempt->model);
  g_string_append_printf (text, "\n%s", outcome);
  if (time != NULL)
    g_string_append_printf (text, " · %s", time);
  if (reason != NULL)
    {
      g_string_append_c (text, '\n');
      g_string_append_unichar (text, g_unichar_toupper (g_utf8_get_char (reason)));
      g_string_append_printf (text, "%s.", g_utf8_next_char (reason));
    }
  /* Of one that was not asked there is nothing more than the reason. */
  if (attempt->outcome == CONFAB_ATTEMPT_FAILED && attempt->error != NULL && *attempt->error->message != '\0')
    g_string_append_printf (text, "\n%s", attempt->error->message);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Who it was stands out. */
static PangoAttrList *
new_attributes (const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  bold->end_index = (guint) (strchr (text, '\n') - text);
  pango_attr_list_insert (attributes, bold);

  return attributes;
}

static void
append_row (ConfabAttemptsBlock *self,
            const ConfabAttempt *attempt,
            const char          *text)
{
  g_autoptr(PangoAttrList) attributes = new_attributes (text);
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "spacing", 6, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "icon-name", get_icon_name (attempt),
                                  "valign", GTK_ALIGN_START,
                                  "margin-top", 3,
                                  NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", text,
                                   "attributes", attributes,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0,
                                   "hexpand", TRUE,
                                   "selectable", TRUE,
                                   NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (self->rows, row);
}

/* Only what changed is made anew, for a selection in it would be lost. */
static void
update_rows (ConfabAttemptsBlock *self,
             ConfabMessage       *message)
{
  GPtrArray *attempts = confab_message_get_attempts (message);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autofree char *all = NULL;
  GtkWidget *child;

  for (guint i = 0; i < attempts->len; i++)
    g_ptr_array_add (texts, dup_text (g_ptr_array_index (attempts, i), confab_message_is_open (message)));
  all = g_strjoinv ("\n\n", (char **) texts->pdata);
  if (g_strcmp0 (self->shown, all) == 0)
    return;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < attempts->len; i++)
    append_row (self, g_ptr_array_index (attempts, i), g_ptr_array_index (texts, i));
  g_free (self->shown);
  self->shown = g_steal_pointer (&all);
}

static void
confab_attempts_block_update (ConfabBlockView *view)
{
  ConfabAttemptsBlock *self = CONFAB_ATTEMPTS_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  ConfabMessage *message = confab_transcript_entry_get_message (entry);
  const gboolean is_unfolded = confab_transcript_entry_get_unfolded (entry, confab_block_view_get_item (view));
  g_autofree char *title = confab_attempt_text_headline (message);

  if (title == NULL)
    return;

  if (g_strcmp0 (gtk_label_get_label (self->title), title) != 0)
    {
      gtk_label_set_label (self->title, title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    }
  gtk_image_set_from_icon_name (self->arrow, is_unfolded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, is_unfolded, -1);
  if (is_unfolded)
    update_rows (self, message);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), is_unfolded);
}

static void
on_button_clicked_cb (ConfabAttemptsBlock *self)
{
  ConfabBlockView *view = CONFAB_BLOCK_VIEW (self);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);

  if (entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "transcript.toggle", "(uu)",
                                confab_transcript_entry_get_index (entry), confab_block_view_get_item (view));
}

static void
confab_attempts_block_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_ATTEMPTS_BLOCK);

  G_OBJECT_CLASS (confab_attempts_block_parent_class)->dispose (object);
}

static void
confab_attempts_block_finalize (GObject *object)
{
  ConfabAttemptsBlock *self = CONFAB_ATTEMPTS_BLOCK (object);

  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (confab_attempts_block_parent_class)->finalize (object);
}

static void
confab_attempts_block_class_init (ConfabAttemptsBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_attempts_block_dispose;
  object_class->finalize = confab_attempts_block_finalize;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_attempts_block_update;

  gtk_widget_class_set_css_name (widget_class, "transcript-attempts");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-attempts-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAttemptsBlock, button);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttemptsBlock, arrow);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttemptsBlock, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttemptsBlock, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked_cb);
}

static void
confab_attempts_block_init (ConfabAttemptsBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
