/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-add-provider-window"

#include "config.h"

#include "confab-add-provider-window-private.h"

#include "confab-provider-tile.h"
#include "confab-tooltip-names.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * ConfabAddProviderWindow:
 *
 * Asks what to add and what it needs, and says at each field while it is typed what is wrong with
 * it. Closes when it is added.
 */
G_DEFINE_FINAL_TYPE (ConfabAddProviderWindow, confab_add_provider_window, ADW_TYPE_WINDOW)

static void
choice_free (gpointer data)
{
  ConfabAddChoice *self = data;

  g_object_unref (self->type);
  g_free (self->text);
  g_free (self);
}

static void
show_page (ConfabAddProviderWindow *self,
           gboolean                 form)
{
  /* What is shown has the focus before what had it is hidden, or that would take it along. */
  gtk_widget_show (form ? self->form_page : self->choice_page);
  gtk_widget_grab_focus (form ? GTK_WIDGET (self->name_field) : GTK_WIDGET (self->search_entry));
  gtk_widget_hide (form ? self->choice_page : self->form_page);
  gtk_widget_set_visible (self->cancel_button, !form);
  gtk_widget_set_visible (self->back_button, form);
  gtk_widget_set_visible (self->add_button, form);
  gtk_window_set_title (GTK_WINDOW (self), form ? confab_provider_type_get_name (self->chosen->type)
                                                : _("Add provider"));
}

/* The choice */

static void
choose (ConfabAddProviderWindow *self,
        const ConfabAddChoice   *choice)
{
  self->chosen = choice;
  _confab_add_provider_window_build_form (self);
  show_page (self, TRUE);
}

static void
on_row_activated_cb (ConfabAddProviderWindow *self,
                     GtkListBoxRow           *row)
{
  choose (self, g_ptr_array_index (self->offered, gtk_list_box_row_get_index (row)));
}

static void
on_add_clicked_cb (ConfabAddProviderWindow *self)
{
  _confab_add_provider_window_add (self);
}

static void
on_back_clicked_cb (ConfabAddProviderWindow *self)
{
  show_page (self, FALSE);
}

static gboolean
is_wanted (const ConfabAddChoice *choice,
           const char            *wanted)
{
  return wanted == NULL || strstr (choice->text, wanted) != NULL;
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  ConfabAddProviderWindow *self = CONFAB_ADD_PROVIDER_WINDOW (user_data);

  return is_wanted (g_ptr_array_index (self->offered, gtk_list_box_row_get_index (row)), self->wanted);
}

static void
on_search_changed_cb (ConfabAddProviderWindow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  g_clear_pointer (&self->wanted, g_free);
  if (*text != '\0')
    self->wanted = g_utf8_casefold (text, -1);
  gtk_list_box_invalidate_filter (self->choices);
}

/* Enter takes the first that is left. The entry waits a moment before it says that it changed. */
static void
on_search_activate_cb (ConfabAddProviderWindow *self)
{
  on_search_changed_cb (self);
  for (guint i = 0; i < self->offered->len; i++)
    if (is_wanted (g_ptr_array_index (self->offered, i), self->wanted))
      {
        choose (self, g_ptr_array_index (self->offered, i));
        return;
      }
}

static void
on_search_stopped_cb (ConfabAddProviderWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
offer (ConfabAddProviderWindow *self,
       ConfabProviderType      *type,
       const ConfabPreset      *preset)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tile = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  const char *subtitle = confab_provider_type_get_short_note (type);
  ConfabAddChoice *choice = g_new0 (ConfabAddChoice, 1);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (preset != NULL)
    {
      /* Translators: %s is a vendor of models */
      title = g_strdup_printf (_("%s (OpenAI format)"), preset->name);
      subtitle = preset->base_url;
    }
  else
    {
      title = g_strdup (confab_provider_type_get_name (type));
    }
  text = g_strjoin ("\n", title, subtitle, confab_provider_type_get_id (type), NULL);
  choice->type = g_object_ref (type);
  choice->preset = preset;
  choice->text = g_utf8_casefold (text, -1);
  g_ptr_array_add (self->offered, choice);

  gtk_widget_set_size_request (tile, 36, 36);
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (tile, "provider-tile");
  confab_provider_tile_set_type (GTK_LABEL (tile), type);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->choices, row);
}

static void
offer_all (ConfabAddProviderWindow *self)
{
  ConfabProvider *demonstration = confab_registry_get_demonstration (self->registry);
  ConfabProviderType *custom = confab_catalogue_lookup (self->catalogue, CONFAB_ADD_CUSTOM_TYPE);
  GPtrArray *presets = confab_catalogue_get_presets (self->catalogue);

  if (custom != NULL)
    offer (self, custom, NULL);
  for (guint i = 0; i < confab_catalogue_get_n_types (self->catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (self->catalogue, i);

      if (type != custom &&
          (demonstration == NULL || type != confab_provider_get_provider_type (demonstration)))
        offer (self, type, NULL);
    }
  for (guint i = 0; i < presets->len; i++)
    {
      const ConfabPreset *preset = g_ptr_array_index (presets, i);
      ConfabProviderType *type = confab_catalogue_lookup (self->catalogue, preset->type_id);

      if (type != NULL)
        offer (self, type, preset);
    }
}

static void
confab_add_provider_window_dispose (GObject *object)
{
  ConfabAddProviderWindow *self = CONFAB_ADD_PROVIDER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  self->chosen = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_ADD_PROVIDER_WINDOW);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (confab_add_provider_window_parent_class)->dispose (object);
}

static void
confab_add_provider_window_finalize (GObject *object)
{
  ConfabAddProviderWindow *self = CONFAB_ADD_PROVIDER_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (confab_add_provider_window_parent_class)->finalize (object);
}

static void
confab_add_provider_window_class_init (ConfabAddProviderWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_add_provider_window_dispose;
  object_class->finalize = confab_add_provider_window_finalize;

  /**
   * ConfabAddProviderWindow::added:
   * @self: the window
   * @id: the id of the provider
   *
   * The provider is there; its key, if there is one, is not stored yet.
   */
  g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-add-provider-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, choice_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, choices);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, form_page);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, form);
  gtk_widget_class_bind_template_child (widget_class, ConfabAddProviderWindow, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_add_provider_window_init (ConfabAddProviderWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_tooltip_names_give (GTK_WIDGET (self));

  self->offered = g_ptr_array_new_with_free_func (choice_free);
  self->cancellable = g_cancellable_new ();
  gtk_list_box_set_filter_func (self->choices, filter_row, self, NULL);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry), self->choice_page);
}

/**
 * confab_add_provider_window_new:
 * @registry: who adds providers
 * @catalogue: what types there are
 *
 * Returns: (transfer none): the window, owned by the toolkit until it is closed
 */
ConfabAddProviderWindow *
confab_add_provider_window_new (ConfabRegistry  *registry,
                                ConfabCatalogue *catalogue)
{
  ConfabAddProviderWindow *self;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (CONFAB_TYPE_ADD_PROVIDER_WINDOW, NULL);
  self->registry = g_object_ref (registry);
  self->catalogue = g_object_ref (catalogue);
  offer_all (self);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->search_entry));

  return self;
}

/**
 * confab_add_provider_window_choose:
 * @type_id: a type of the catalogue
 *
 * Goes on to the form of a type, as if it had been chosen.
 */
void
confab_add_provider_window_choose (ConfabAddProviderWindow *self,
                                   const char              *type_id)
{
  g_return_if_fail (CONFAB_IS_ADD_PROVIDER_WINDOW (self));

  for (guint i = 0; i < self->offered->len; i++)
    {
      const ConfabAddChoice *choice = g_ptr_array_index (self->offered, i);

      if (choice->preset == NULL && g_strcmp0 (confab_provider_type_get_id (choice->type), type_id) == 0)
        {
          choose (self, choice);
          return;
        }
    }
}
