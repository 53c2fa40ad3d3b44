/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-models-page"

#include "config.h"

#include "confab-local-models-page.h"

#include <glib/gi18n.h>

#include "confab-local-server-group.h"
#include "confab-local-watch.h"
#include "confab-model-suggestions.h"

/**
 * ConfabLocalModelsPage:
 *
 * The models on the person's own computers: of each server that lets its models be managed a group,
 * models worth having, and the other servers that were found.
 */
struct _ConfabLocalModelsPage
{
  AdwPreferencesPage   parent_instance;

  /* template */
  AdwPreferencesGroup *suggestions_group;
  AdwPreferencesGroup *others_group;

  ConfabRegistry      *registry;     /* owned */
  ConfabLocalWatch    *local_watch;  /* owned */
  GPtrArray           *suggestions;  /* owned, of ConfabModelSuggestion */
  GPtrArray           *rows;         /* owned, of GtkWidget: those of the suggestions, in their order */
  GPtrArray           *groups;       /* owned, of ConfabLocalServerGroup, each in the page */
  GPtrArray           *others;       /* owned, of GtkWidget: those of the other servers */
};

G_DEFINE_FINAL_TYPE (ConfabLocalModelsPage, confab_local_models_page, ADW_TYPE_PREFERENCES_PAGE)

/* The first server that runs gets what is downloaded here; few people have two. */
static ConfabLocalModels *
find_target (ConfabLocalModelsPage *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      ConfabLocalModels *models = confab_local_server_group_get_models (g_ptr_array_index (self->groups, i));

      if (confab_local_models_get_listed (models) &&
          confab_provider_get_state (confab_local_models_get_provider (models)) != CONFAB_PROVIDER_STATE_OFF)
        return models;
    }

  return NULL;
}

/* What is there, or on its way there, is in the list above. */
static void
update_suggestions (ConfabLocalModelsPage *self)
{
  ConfabLocalModels *target = self->registry != NULL ? find_target (self) : NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const ConfabModelSuggestion *suggestion = g_ptr_array_index (self->suggestions, i);
      const gboolean wanted = target != NULL && confab_local_models_lookup (target, suggestion->name) == NULL;

      gtk_widget_set_visible (g_ptr_array_index (self->rows, i), wanted);
      any |= wanted;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->suggestions_group), any);
}

static void
on_download_clicked_cb (GtkWidget *button,
                        gpointer   user_data)
{
  ConfabLocalModelsPage *self = user_data;
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  ConfabLocalModels *target = find_target (self);
  guint position;

  if (target == NULL || !g_ptr_array_find (self->rows, row, &position))
    return;

  confab_local_models_pull_async (target,
                                  ((ConfabModelSuggestion *) g_ptr_array_index (self->suggestions, position))->name,
                                  NULL, NULL, NULL);
}

static GtkWidget *
create_suggestion (ConfabLocalModelsPage       *self,
                   const ConfabModelSuggestion *suggestion)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Download"));
  g_autofree char *size = g_format_size (suggestion->download_bytes);
  g_autofree char *memory = g_format_size (suggestion->memory_bytes);
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;

  /* Translators: what a model is good for, the size of its download, and a size of memory */
  subtitle = g_strdup_printf (_("%s\n%s to download · wants %s of memory"), suggestion->good_for, size, memory);
  /* Translators: the name of a button; the name of a model, and its size */
  name = g_strdup_printf (_("Download %s, %s"), suggestion->title, size);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), suggestion->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_download_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
add_suggestions (ConfabLocalModelsPage *self)
{
  g_autofree char *date = NULL;
  g_autofree char *description = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GDateTime) day = NULL;
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *iso = NULL;

  self->suggestions = confab_model_suggestions_new_builtin (&date);
  iso = g_strconcat (date, "T00:00:00Z", NULL);
  day = g_date_time_new_from_iso8601 (iso, utc);
  /* Translators: a month and a year, see the documentation of g_date_time_format() */
  text = day != NULL ? g_date_time_format (day, _("%B %Y")) : g_strdup (date);
  /* Translators: a month and a year */
  description = g_strdup_printf (_("Good models to begin with, as of %s"), text);
  adw_preferences_group_set_description (self->suggestions_group, description);

  for (guint i = 0; i < self->suggestions->len; i++)
    {
      GtkWidget *row = create_suggestion (self, g_ptr_array_index (self->suggestions, i));

      adw_preferences_group_add (self->suggestions_group, row);
      g_ptr_array_add (self->rows, row);
    }
}

/* A server whose models are its own affair is there when it runs. */
static void
update_others (ConfabLocalModelsPage *self)
{
  if (self->registry == NULL)
    return;

  for (guint i = 0; i < self->others->len; i++)
    adw_preferences_group_remove (self->others_group, g_ptr_array_index (self->others, i));
  g_ptr_array_set_size (self->others, 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      const guint n = g_list_model_get_n_items (confab_provider_get_models (provider));
      g_autofree char *subtitle = NULL;
      GtkWidget *row;

      if (!confab_provider_type_get_local (confab_provider_get_provider_type (provider)) ||
          confab_provider_get_demonstration (provider) ||
          confab_provider_get_state (provider) != CONFAB_PROVIDER_STATE_READY ||
          confab_registry_get_local_models (self->registry, provider) != NULL)
        continue;

      /* Translators: how many models there are, and an address */
      subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u model · %s", "%u models · %s", n), n,
                                  confab_provider_get_base_url (provider));
      row = adw_action_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), confab_provider_get_name (provider));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_preferences_group_add (self->others_group, row);
      g_ptr_array_add (self->others, row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->others_group), self->others->len > 0);
}

/* Groups stand before those of the template, which were there first. */
static void
add_group (ConfabLocalModelsPage *self,
           ConfabLocalModels     *models)
{
  GtkWidget *group = GTK_WIDGET (confab_local_server_group_new (models));

  g_ptr_array_add (self->groups, group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  g_signal_connect_object (models, "items-changed", G_CALLBACK (update_suggestions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (models, "notify::listed", G_CALLBACK (update_suggestions), self, G_CONNECT_SWAPPED);
}

static void
rebuild (ConfabLocalModelsPage *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      ConfabLocalServerGroup *group = g_ptr_array_index (self->groups, i);

      g_signal_handlers_disconnect_by_data (confab_local_server_group_get_models (group), self);
      adw_preferences_page_remove (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
    }
  g_ptr_array_set_size (self->groups, 0);

  /* The page has no way to put a group before another one. */
  g_object_ref (self->suggestions_group);
  g_object_ref (self->others_group);
  adw_preferences_page_remove (ADW_PREFERENCES_PAGE (self), self->suggestions_group);
  adw_preferences_page_remove (ADW_PREFERENCES_PAGE (self), self->others_group);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      ConfabLocalModels *models = confab_registry_get_local_models (self->registry, provider);

      g_signal_handlers_disconnect_by_func (provider, update_others, self);
      if (models != NULL)
        add_group (self, models);
      else if (confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
        g_signal_connect_object (provider, "notify::state", G_CALLBACK (update_others), self, G_CONNECT_SWAPPED);
    }

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->suggestions_group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->others_group);
  g_object_unref (self->suggestions_group);
  g_object_unref (self->others_group);

  update_suggestions (self);
  update_others (self);
}

static void
confab_local_models_page_dispose (GObject *object)
{
  ConfabLocalModelsPage *self = CONFAB_LOCAL_MODELS_PAGE (object);

  g_ptr_array_set_size (self->groups, 0);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->others, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_LOCAL_MODELS_PAGE);
  g_clear_object (&self->local_watch);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (confab_local_models_page_parent_class)->dispose (object);
}

static void
confab_local_models_page_finalize (GObject *object)
{
  ConfabLocalModelsPage *self = CONFAB_LOCAL_MODELS_PAGE (object);

  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_local_models_page_parent_class)->finalize (object);
}

static void
confab_local_models_page_class_init (ConfabLocalModelsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_local_models_page_dispose;
  object_class->finalize = confab_local_models_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-local-models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelsPage, suggestions_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabLocalModelsPage, others_group);
}

static void
confab_local_models_page_init (ConfabLocalModelsPage *self)
{
  self->rows = g_ptr_array_new ();
  self->groups = g_ptr_array_new ();
  self->others = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_suggestions (self);
}

/**
 * confab_local_models_page_set_registry:
 * @registry: where the servers are
 *
 * Called once.
 */
void
confab_local_models_page_set_registry (ConfabLocalModelsPage *self,
                                       ConfabRegistry        *registry)
{
  g_return_if_fail (CONFAB_IS_LOCAL_MODELS_PAGE (self));
  g_return_if_fail (self->registry == NULL);

  self->registry = g_object_ref (registry);
  g_signal_connect_object (registry, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "models-changed", G_CALLBACK (update_others), self, G_CONNECT_SWAPPED);
  rebuild (self);
  self->local_watch = confab_local_watch_new (GTK_WIDGET (self), registry);
}
