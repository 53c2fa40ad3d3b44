/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-bar"

#include "config.h"

#include "confab-attachment-bar.h"

#include "confab-attachment-chip.h"
#include "confab-document-error.h"
#include "confab-failure-text.h"
#include "confab-media-error.h"

#include <glib/gi18n.h>

/* So many different sentences are shown; who has more things wrong begins with these. */
#define MAX_SENTENCES 2

/**
 * ConfabAttachmentBar:
 *
 * What goes with the next message, above its text, and what is wrong with it. Not there while there is
 * nothing.
 */
struct _ConfabAttachmentBar
{
  GtkWidget          parent_instance;

  /* template */
  GtkWidget         *scroller;
  GtkFlowBox        *chips;
  GtkWidget         *fault_box;
  GtkLabel          *fault;
  GtkWidget         *model_button;

  ConfabAttachments *attachments;  /* owned, nullable */
  GSignalGroup      *signals;      /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabAttachmentBar, confab_attachment_bar, GTK_TYPE_WIDGET)

static GtkWidget *
create_chip (gpointer item,
             gpointer user_data)
{
  ConfabAttachmentBar *self = CONFAB_ATTACHMENT_BAR (user_data);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), confab_attachment_chip_new (self->attachments, item));
  /* What the keyboard goes to is the button in it. */
  gtk_widget_set_focusable (child, FALSE);

  return child;
}

/* Another model would take it. */
static gboolean
is_of_the_model (const GError *error)
{
  return g_error_matches (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NO_IMAGES) ||
         g_error_matches (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FILE_TYPE) ||
         g_error_matches (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_MANY) ||
         g_error_matches (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NO_TEXT) ||
         g_error_matches (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NO_READER) ||
         g_error_matches (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_SLOW);
}

static void
add_sentence (ConfabAttachmentBar *self,
              GPtrArray           *sentences,
              const char          *name,
              const GError        *error)
{
  const char *provider_name = confab_attachments_get_provider_name (self->attachments);
  g_autofree char *summary = confab_failure_text_summary (error, provider_name, NULL);
  g_autofree char *sentence = NULL;

  /* Those that speak of the file do not name it. */
  if (error->domain == CONFAB_DOCUMENT_ERROR && name != NULL)
    /* Translators: the name of a file, and a sentence about it */
    sentence = g_strdup_printf (_("%s: %s"), name, summary);
  else
    sentence = g_steal_pointer (&summary);

  if (sentences->len < MAX_SENTENCES && !g_ptr_array_find_with_equal_func (sentences, sentence, g_str_equal, NULL))
    g_ptr_array_add (sentences, g_steal_pointer (&sentence));
}

static void
update (ConfabAttachmentBar *self)
{
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->attachments));
  const GError *together = confab_attachments_get_error (self->attachments);
  g_autoptr(GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  gboolean offers_models = FALSE;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(ConfabAttachment) attachment = g_list_model_get_item (G_LIST_MODEL (self->attachments), i);
      const GError *error = confab_attachment_get_error (attachment);

      if (error == NULL)
        continue;
      add_sentence (self, sentences, confab_attachment_get_name (attachment), error);
      offers_models = offers_models || is_of_the_model (error);
    }
  if (together != NULL)
    {
      add_sentence (self, sentences, NULL, together);
      offers_models = offers_models || is_of_the_model (together);
    }

  gtk_widget_set_visible (GTK_WIDGET (self), n_items > 0);
  gtk_widget_set_visible (self->fault_box, sentences->len > 0);
  gtk_widget_set_visible (self->model_button, offers_models);
  if (sentences->len == 0)
    return;

  g_ptr_array_add (sentences, NULL);
  text = g_strjoinv ("\n", (char **) sentences->pdata);
  gtk_label_set_label (self->fault, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fault), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
confab_attachment_bar_dispose (GObject *object)
{
  ConfabAttachmentBar *self = CONFAB_ATTACHMENT_BAR (object);

  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_ATTACHMENT_BAR);
  g_clear_object (&self->attachments);

  G_OBJECT_CLASS (confab_attachment_bar_parent_class)->dispose (object);
}

static void
confab_attachment_bar_class_init (ConfabAttachmentBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_attachment_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/attachments/confab-attachment-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBar, chips);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBar, fault_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBar, fault);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBar, model_button);
  gtk_widget_class_set_css_name (widget_class, "attachment-bar");
}

static void
confab_attachment_bar_init (ConfabAttachmentBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (CONFAB_TYPE_ATTACHMENTS);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
}

/**
 * confab_attachment_bar_set_attachments:
 * @attachments: what to show
 *
 * Shows those of another conversation.
 */
void
confab_attachment_bar_set_attachments (ConfabAttachmentBar *self,
                                       ConfabAttachments   *attachments)
{
  g_return_if_fail (CONFAB_IS_ATTACHMENT_BAR (self));
  g_return_if_fail (CONFAB_IS_ATTACHMENTS (attachments));

  if (!g_set_object (&self->attachments, attachments))
    return;

  g_signal_group_set_target (self->signals, attachments);
  gtk_flow_box_bind_model (self->chips, G_LIST_MODEL (attachments), create_chip, self, NULL);
  update (self);
}
