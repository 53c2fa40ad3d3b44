/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-server-group"

#include "config.h"

#include "confab-local-server-group.h"

#include <glib/gi18n.h>

#include "confab-address.h"
#include "confab-failure-text.h"
#include "confab-local-model-error.h"
#include "confab-local-model-row.h"
#include "confab-provider-error.h"
#include "confab-tooltip-names.h"

#define DOWNLOAD_PAGE "https://ollama.com/download"

/**
 * ConfabLocalServerGroup:
 *
 * A local server that manages its own models: those it has or fetches, and an entry for the name of
 * another one; or, where it does not run, what can be done about that.
 *
 * Asks the server nothing while it is not on the screen.
 */
struct _ConfabLocalServerGroup
{
  AdwPreferencesGroup  parent_instance;

  /* template */
  GtkWidget           *status_list;
  AdwActionRow        *status_row;
  GtkWidget           *get_button;
  GtkListBox          *model_list;
  GtkWidget           *other_list;
  AdwEntryRow         *name_row;
  GtkLabel            *name_error_label;

  ConfabLocalModels   *models;        /* owned */
  gboolean             is_installed;  /* the program was seen on this computer */
  gboolean             is_watching;
};

G_DEFINE_FINAL_TYPE (ConfabLocalServerGroup, confab_local_server_group, ADW_TYPE_PREFERENCES_GROUP)

static void
set_status (ConfabLocalServerGroup *self,
            const char             *title,
            const char             *subtitle)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status_row), title);
  adw_action_row_set_subtitle (self->status_row, subtitle);
}

/* Nothing answers. */
static void
describe_absence (ConfabLocalServerGroup *self,
                  ConfabProvider         *provider)
{
  const char *name = confab_provider_get_name (provider);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (confab_provider_get_base_url_is_own (provider))
    {
      /* Translators: the name of a local server */
      title = g_strdup_printf (_("%s does not answer"), name);
      /* Translators: an address, and the name of a local server */
      subtitle = g_strdup_printf (_("Nothing answers at %s. Start %s there, or change the address among the "
                                    "providers. It is found as soon as it runs."),
                                  confab_provider_get_base_url (provider), name);
    }
  else
    {
      /* Translators: the name of a local server */
      title = g_strdup_printf (_("%s is not running"), name);
      subtitle = g_strdup (self->is_installed
                             ? _("It is installed. Start it, for instance with “ollama serve” in a terminal. It is "
                                 "found as soon as it runs.")
                             : _("Start Ollama, or get it at ollama.com. It is found as soon as it runs."));
    }

  set_status (self, title, subtitle);
}

static void
describe_status (ConfabLocalServerGroup *self,
                 ConfabProvider         *provider)
{
  const GError *error = confab_local_models_get_error (self->models);
  const char *name = confab_provider_get_name (provider);
  const ConfabProviderState state = confab_provider_get_state (provider);
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;

  if (state == CONFAB_PROVIDER_STATE_OFF)
    {
      /* Translators: the name of a local server */
      title = g_strdup_printf (_("%s is switched off"), name);
      set_status (self, title, _("Switch it on among the providers."));
    }
  else if (confab_local_models_get_listed (self->models))
    {
      set_status (self, _("No models yet"), _("Choose one below. Its size is there before the download."));
    }
  else if (error == NULL && state != CONFAB_PROVIDER_STATE_NOT_RUNNING)
    {
      /* Translators: the name of a local server */
      title = g_strdup_printf (_("Looking for %s…"), name);
      set_status (self, title, "");
    }
  else if (error == NULL || g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NOT_RUNNING))
    {
      describe_absence (self, provider);
    }
  else
    {
      summary = confab_failure_text_summary (error, name, NULL);
      /* Translators: the name of a local server */
      title = g_strdup_printf (_("%s does not tell its models"), name);
      set_status (self, title, summary);
    }
}

static char *
dup_description (ConfabLocalServerGroup *self,
                 ConfabProvider         *provider)
{
  const char *version = confab_provider_get_version (provider);
  gint64 bytes = 0;
  g_autofree char *size = NULL;

  if (!confab_local_models_get_listed (self->models))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(ConfabLocalModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      bytes += MAX (confab_local_model_get_size_bytes (model), 0);
    }
  size = g_format_size (bytes);

  if (bytes == 0 && version != NULL)
    /* Translators: a version number */
    return g_strdup_printf (_("Running %s"), version);
  if (bytes == 0)
    return g_strdup (_("Running"));
  if (version == NULL)
    /* Translators: what all models take on the disk */
    return g_strdup_printf (_("Running · models take %s"), size);

  /* Translators: a version number, and what all models take on the disk */
  return g_strdup_printf (_("Running %s · models take %s"), version, size);
}

static void
update (ConfabLocalServerGroup *self)
{
  g_autofree char *description = NULL;
  ConfabProvider *provider;
  gboolean listed;
  guint n;

  /* It is going. */
  if (self->models == NULL)
    return;

  provider = confab_local_models_get_provider (self->models);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->models));
  listed = confab_local_models_get_listed (self->models) &&
           confab_provider_get_state (provider) != CONFAB_PROVIDER_STATE_OFF;
  description = dup_description (self, provider);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), confab_provider_get_name (provider));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);
  gtk_widget_set_visible (self->status_list, !listed || n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->model_list), n > 0);
  gtk_widget_set_visible (self->other_list, listed);
  describe_status (self, provider);
  gtk_widget_set_visible (self->get_button, !confab_local_models_get_listed (self->models) && !self->is_installed &&
                                            !confab_provider_get_base_url_is_own (provider) &&
                                            confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_NOT_RUNNING);
}

static void
on_get_clicked_cb (ConfabLocalServerGroup *self)
{
  confab_address_open (GTK_WIDGET (self), DOWNLOAD_PAGE);
}

static void
show_name_error (ConfabLocalServerGroup *self,
                 const GError           *error)
{
  g_autofree char *summary = error != NULL ? confab_failure_text_summary (error, NULL, NULL) : NULL;

  gtk_label_set_label (self->name_error_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->name_error_label), error != NULL);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
}

/* What becomes of a download, its row tells; of a name that is none there is no row. */
static void
pull_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ConfabLocalServerGroup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_local_models_pull_finish (CONFAB_LOCAL_MODELS (object), result, &error) && self->models != NULL &&
      g_error_matches (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME))
    show_name_error (self, error);
}

static void
on_name_changed_cb (ConfabLocalServerGroup *self)
{
  show_name_error (self, NULL);
}

static void
on_name_apply_cb (ConfabLocalServerGroup *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  if (*name == '\0')
    return;

  confab_local_models_pull_async (self->models, name, NULL, pull_cb, g_object_ref (self));
  if (confab_local_models_lookup (self->models, name) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  ConfabLocalServerGroup *self = user_data;

  return GTK_WIDGET (confab_local_model_row_new (self->models, item));
}

static void
set_watching (ConfabLocalServerGroup *self,
              gboolean                watching)
{
  if (self->models == NULL || self->is_watching == watching)
    return;

  self->is_watching = watching;
  confab_local_models_set_watch (self->models, watching);
}

static void
confab_local_server_group_map (GtkWidget *widget)
{
  ConfabLocalServerGroup *self = CONFAB_LOCAL_SERVER_GROUP (widget);
  g_autofree char *program = g_find_program_in_path ("ollama");

  GTK_WIDGET_CLASS (confab_local_server_group_parent_class)->map (widget);

  self->is_installed = program != NULL;
  set_watching (self, TRUE);
  update (self);
}

static void
confab_local_server_group_unmap (GtkWidget *widget)
{
  set_watching (CONFAB_LOCAL_SERVER_GROUP (widget), FALSE);

  GTK_WIDGET_CLASS (confab_local_server_group_parent_class)->unmap (widget);
}

static void
confab_local_server_group_dispose (GObject *object)
{
  ConfabLocalServerGroup *self = CONFAB_LOCAL_SERVER_GROUP (object);

  set_watching (self, FALSE);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_LOCAL_SERVER_GROUP);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (confab_local_server_group_parent_class)->dispose (object);
}

static void
confab_local_server_group_class_init (ConfabLocalServerGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_local_server_group_dispose;
  widget_class->map = confab_local_server_group_map;
  widget_class->unmap = confab_local_server_group_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-local-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, status_list);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, status_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, get_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, model_list);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, other_list);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalServerGroup, name_error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_get_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_name_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed_cb);
}

static void
confab_local_server_group_init (ConfabLocalServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_tooltip_names_give (GTK_WIDGET (self->name_row));
}

/**
 * confab_local_server_group_new:
 * @models: the models of a server
 *
 * Returns: (transfer floating): the group
 */
ConfabLocalServerGroup *
confab_local_server_group_new (ConfabLocalModels *models)
{
  ConfabLocalServerGroup *self = g_object_new (CONFAB_TYPE_LOCAL_SERVER_GROUP, NULL);
  ConfabProvider *provider = confab_local_models_get_provider (models);

  self->models = g_object_ref (models);
  gtk_list_box_bind_model (self->model_list, G_LIST_MODEL (models), create_row, self, NULL);
  g_signal_connect_object (models, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (models, "notify::listed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (models, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::version", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::base-url", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * confab_local_server_group_get_models:
 *
 * Returns: (transfer none): the models it shows
 */
ConfabLocalModels *
confab_local_server_group_get_models (ConfabLocalServerGroup *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_SERVER_GROUP (self), NULL);

  return self->models;
}
