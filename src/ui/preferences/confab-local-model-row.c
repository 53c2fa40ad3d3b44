/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-model-row"

#include "config.h"

#include "confab-local-model-row.h"

#include <glib/gi18n.h>

#include "confab-failure-text.h"
#include "confab-local-model-words.h"

/**
 * ConfabLocalModelRow:
 *
 * A model of a local server: what it takes, whether it is in memory, how far fetching it is, and
 * what can be done with it.
 */
struct _ConfabLocalModelRow
{
  AdwPreferencesRow  parent_instance;

  /* template */
  GtkLabel          *name_label;
  GtkLabel          *facts_label;
  GtkProgressBar    *progress_bar;
  GtkLabel          *error_label;
  GtkWidget         *resume_button;
  GtkWidget         *stop_button;
  GtkWidget         *unload_button;
  GtkWidget         *remove_button;
  GtkWidget         *forget_button;

  ConfabLocalModels *models;  /* owned */
  ConfabLocalModel  *model;   /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabLocalModelRow, confab_local_model_row, ADW_TYPE_PREFERENCES_ROW)

static void
append (GString    *text,
        const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static char *
dup_loaded (ConfabLocalModel *model)
{
  const gint64 until_us = confab_local_model_get_loaded_until_us (model);
  const gint64 now_us = g_get_real_time ();
  g_autoptr(GDateTime) until = NULL;
  g_autofree char *time = NULL;

  /* What is days away is as good as for good. */
  if (until_us > now_us && until_us - now_us < G_TIME_SPAN_DAY)
    until = g_date_time_new_from_unix_local (until_us / G_USEC_PER_SEC);
  if (until == NULL)
    return g_strdup (_("In memory"));

  time = g_date_time_format (until, "%H:%M");
  /* Translators: a time, like 14:05 */
  return g_strdup_printf (_("In memory until %s"), time);
}

static char *
dup_facts (ConfabLocalModel *model)
{
  GString *text = g_string_new (NULL);
  g_autofree char *progress = confab_local_model_words_dup_progress (model);
  g_autofree char *size = NULL;
  g_autofree char *loaded = NULL;

  if (progress != NULL || !confab_local_model_get_installed (model))
    {
      append (text, progress);
      return g_string_free (text, FALSE);
    }

  if (confab_local_model_get_loaded (model))
    {
      loaded = dup_loaded (model);
      append (text, loaded);
    }
  if (confab_local_model_get_remote (model))
    append (text, _("Runs in the cloud"));
  else if (confab_local_model_get_size_bytes (model) >= 0)
    {
      size = g_format_size (confab_local_model_get_size_bytes (model));
      append (text, size);
    }
  append (text, confab_local_model_get_parameter_size (model));
  append (text, confab_local_model_get_quantization (model));

  return g_string_free (text, FALSE);
}

/* Takes @name. */
static void
set_name (GtkWidget *widget,
          char      *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_free (name);
}

static void
update_error (ConfabLocalModelRow *self)
{
  const GError *error = confab_local_model_get_error (self->model);
  ConfabProvider *provider = confab_local_models_get_provider (self->models);
  g_autofree char *summary = NULL;

  if (error != NULL)
    summary = confab_failure_text_summary (error, confab_provider_get_name (provider), NULL);
  gtk_label_set_label (self->error_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
}

static void
update (ConfabLocalModelRow *self)
{
  ConfabLocalModel *model = self->model;
  const char *name = confab_local_model_get_name (model);
  const ConfabLocalModelState state = confab_local_model_get_state (model);
  const gboolean pulling = confab_local_model_get_pulling (model);
  const gboolean idle = state == CONFAB_LOCAL_MODEL_IDLE;
  const gboolean installed = confab_local_model_get_installed (model);
  const gboolean stopped = state == CONFAB_LOCAL_MODEL_PAUSED || state == CONFAB_LOCAL_MODEL_FAILED;
  g_autofree char *facts = dup_facts (model);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->facts_label, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_label), *facts != '\0');

  gtk_progress_bar_set_fraction (self->progress_bar, confab_local_model_get_fraction (model));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar),
                          pulling || (stopped && confab_local_model_get_total_bytes (model) > 0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, facts, -1);
  update_error (self);

  gtk_widget_set_visible (self->resume_button, confab_local_model_get_resumable (model));
  gtk_widget_set_visible (self->stop_button, pulling);
  gtk_widget_set_visible (self->unload_button, idle && confab_local_model_get_loaded (model));
  gtk_widget_set_visible (self->remove_button, idle && installed);
  gtk_widget_set_visible (self->forget_button, stopped);

  /* Translators: names of buttons; %s is the name of a model */
  set_name (GTK_WIDGET (self->progress_bar), g_strdup_printf (_("Download of %s"), name));
  set_name (self->resume_button, g_strdup_printf (_("Resume %s"), name));
  set_name (self->stop_button, g_strdup_printf (_("Stop %s"), name));
  set_name (self->unload_button, g_strdup_printf (_("Take %s out of the memory"), name));
  set_name (self->remove_button, g_strdup_printf (_("Remove %s"), name));
  set_name (self->forget_button, g_strdup_printf (_("Dismiss %s"), name));
}

static void
on_resume_clicked_cb (ConfabLocalModelRow *self)
{
  confab_local_models_pull_async (self->models, confab_local_model_get_name (self->model), NULL, NULL, NULL);
}

static void
on_stop_clicked_cb (ConfabLocalModelRow *self)
{
  confab_local_models_pause (self->models, self->model);
}

static void
on_unload_clicked_cb (ConfabLocalModelRow *self)
{
  confab_local_models_unload_async (self->models, self->model, NULL, NULL, NULL);
}

static void
on_forget_clicked_cb (ConfabLocalModelRow *self)
{
  confab_local_models_forget (self->models, self->model);
}

static void
on_response_cb (ConfabLocalModelRow *self,
                const char          *response)
{
  if (g_str_equal (response, "remove") && confab_local_model_get_state (self->model) == CONFAB_LOCAL_MODEL_IDLE)
    confab_local_models_remove_async (self->models, self->model, NULL, NULL, NULL);
}

static void
on_remove_clicked_cb (ConfabLocalModelRow *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *size = g_format_size (MAX (confab_local_model_get_size_bytes (self->model), 0));
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  /* Translators: the name of a model */
  heading = g_strdup_printf (_("Remove “%s”?"), confab_local_model_get_name (self->model));
  /* Translators: the size of a model */
  body = g_strdup_printf (_("This frees %s. To use the model again, it has to be downloaded again."), size);
  dialog = adw_message_dialog_new (window, heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
confab_local_model_row_dispose (GObject *object)
{
  ConfabLocalModelRow *self = CONFAB_LOCAL_MODEL_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_LOCAL_MODEL_ROW);
  g_clear_object (&self->models);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (confab_local_model_row_parent_class)->dispose (object);
}

static void
confab_local_model_row_class_init (ConfabLocalModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_local_model_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-local-model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, error_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, unload_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelRow, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, on_resume_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unload_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
}

static void
confab_local_model_row_init (ConfabLocalModelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_local_model_row_new:
 * @models: the list that the model is in
 * @model: the model
 *
 * Returns: (transfer floating): its row
 */
ConfabLocalModelRow *
confab_local_model_row_new (ConfabLocalModels *models,
                            ConfabLocalModel  *model)
{
  ConfabLocalModelRow *self = g_object_new (CONFAB_TYPE_LOCAL_MODEL_ROW, NULL);

  self->models = g_object_ref (models);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}
