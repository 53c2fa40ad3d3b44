/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-add-provider-window"

#include "config.h"

#include "confab-add-provider-window.h"

#include "confab-failure-text.h"
#include "confab-form-field.h"
#include "confab-provider-policy-error.h"
#include "confab-provider-tile.h"
#include "confab-tooltip-names.h"

#include <glib/gi18n.h>
#include <string.h>

#define CUSTOM_TYPE "custom"
#define CUSTOM_PREFIX "compat:"

/* What can be added: a provider of a type, or a server of one's own at a vendor's address. */
typedef struct
{
  ConfabProviderType *type;    /* owned */
  const ConfabPreset *preset;  /* borrowed from the catalogue, nullable */
  char               *text;    /* owned: what is searched, folded */
} Choice;

/**
 * ConfabAddProviderWindow:
 *
 * Asks what to add and what it needs, and says at each field while it is typed what is wrong with
 * it. Closes when it is added.
 */
struct _ConfabAddProviderWindow
{
  AdwWindow         parent_instance;

  /* template */
  GtkWidget        *cancel_button;
  GtkWidget        *back_button;
  GtkWidget        *add_button;
  GtkWidget        *choice_page;
  GtkEditable      *search_entry;
  GtkListBox       *choices;
  GtkWidget        *form_page;
  GtkBox           *form;
  GtkLabel         *trouble;

  ConfabFormField  *name_field;      /* borrowed, children of the form */
  ConfabFormField  *id_field;
  ConfabFormField  *base_url_field;
  ConfabFormField  *model_field;
  ConfabFormField  *key_field;
  GtkWidget        *private_list;
  GtkSwitch        *private_switch;

  ConfabRegistry   *registry;        /* owned */
  ConfabCatalogue  *catalogue;       /* owned */
  GPtrArray        *offered;         /* owned, of Choice: row by row */
  char             *wanted;          /* owned, nullable: what is searched for, folded */
  const Choice     *chosen;          /* borrowed, nullable */
  GCancellable     *cancellable;     /* owned, fires when the window goes */
  gboolean          adding;
};

enum { SIGNAL_ADDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabAddProviderWindow, confab_add_provider_window, ADW_TYPE_WINDOW)

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_object_unref (self->type);
  g_free (self->text);
  g_free (self);
}

static gboolean
is_custom (ConfabAddProviderWindow *self)
{
  return self->chosen->preset != NULL ||
         g_str_equal (confab_provider_type_get_id (self->chosen->type), CUSTOM_TYPE);
}

/* The form */

static void
tell (ConfabFormField *field,
      const GError    *error,
      const char      *hint)
{
  /* What nobody came to yet is not wrong, only empty. */
  confab_form_field_tell (field, confab_form_field_get_used (field) ? error : NULL, hint);
}

static char *
dup_id (ConfabAddProviderWindow *self)
{
  const char *slot = confab_form_field_get_text (self->id_field);

  return g_str_has_prefix (slot, CUSTOM_PREFIX) ? g_strdup (slot) : g_strconcat (CUSTOM_PREFIX, slot, NULL);
}

static gboolean
check_id (ConfabAddProviderWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *hint = NULL;

  if (!is_custom (self))
    return TRUE;

  confab_registry_check_slot_id (self->registry, confab_form_field_get_text (self->id_field), &error);
  if (error == NULL)
    {
      g_autofree char *id = dup_id (self);

      /* Translators: %s is the ID of a server, as the terminal calls it */
      hint = g_strdup_printf (_("Known as %s"), id);
    }
  tell (self->id_field, error, hint);

  return error == NULL;
}

static gboolean
check_base_url (ConfabAddProviderWindow *self)
{
  const char *text = confab_form_field_get_text (self->base_url_field);
  const char *usual = confab_provider_type_get_base_url (self->chosen->type);
  g_autoptr(GError) error = NULL;
  g_autofree char *hint = NULL;
  gboolean private_address;

  /* A type has an address of its own. */
  if (!is_custom (self) && usual != NULL && strspn (text, " ") == strlen (text))
    {
      /* Translators: %s is an address */
      hint = g_strdup_printf (_("Usually %s"), usual);
      confab_form_field_tell (self->base_url_field, NULL, hint);
      return TRUE;
    }

  confab_registry_check_slot_base_url (self->registry, text, gtk_switch_get_active (self->private_switch), &error);
  private_address = g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR,
                                     CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS);
  if (private_address)
    gtk_widget_show (self->private_list);
  else if (!gtk_switch_get_active (self->private_switch))
    gtk_widget_hide (self->private_list);
  tell (self->base_url_field, error, NULL);

  return error == NULL;
}

static gboolean
check_key (ConfabAddProviderWindow *self)
{
  g_autoptr(ConfabSecret) key = confab_add_provider_window_dup_key (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *hint = NULL;

  if (is_custom (self))
    confab_registry_check_slot_key (self->registry, key, confab_form_field_get_text (self->base_url_field), &error);
  if (self->chosen->preset != NULL && self->chosen->preset->key_page != NULL)
    /* Translators: %s is a web address */
    hint = g_strdup_printf (_("From %s"), self->chosen->preset->key_page);
  tell (self->key_field, error, hint);

  return error == NULL;
}

static void
check_form (ConfabAddProviderWindow *self)
{
  g_autoptr(GError) name_error = NULL;
  g_autoptr(GError) model_error = NULL;
  gboolean right;

  if (self->chosen == NULL)
    return;

  right = confab_registry_check_slot_name (self->registry, confab_form_field_get_text (self->name_field), &name_error);
  tell (self->name_field, name_error, NULL);
  right &= confab_registry_check_slot_model (self->registry, confab_form_field_get_text (self->model_field),
                                             &model_error);
  tell (self->model_field, model_error, NULL);
  right &= check_id (self);
  right &= check_base_url (self);
  right &= check_key (self);

  gtk_widget_set_sensitive (self->add_button, right && !self->adding);
}

static void
on_name_changed_cb (ConfabAddProviderWindow *self)
{
  g_autofree char *id = NULL;

  if (self->chosen != NULL && is_custom (self) && !confab_form_field_get_used (self->id_field))
    {
      id = confab_registry_suggest_slot_id (self->registry, confab_form_field_get_text (self->name_field));
      confab_form_field_set_text (self->id_field, id);
    }

  check_form (self);
}

static const char *
or_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
add_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *sentence = NULL;
  ConfabAddProviderWindow *self;

  id = confab_registry_add_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_ADD_PROVIDER_WINDOW (user_data);
  self->adding = FALSE;
  if (id == NULL)
    {
      sentence = confab_failure_text_summary (error, NULL, NULL);
      gtk_label_set_label (self->trouble, sentence);
      gtk_widget_show (GTK_WIDGET (self->trouble));
      check_form (self);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ADDED], 0, id);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
add (ConfabAddProviderWindow *self)
{
  g_autofree char *id = NULL;
  g_autofree char *base_url = NULL;

  if (self->chosen == NULL || !gtk_widget_get_sensitive (self->add_button))
    return;

  self->adding = TRUE;
  gtk_widget_set_sensitive (self->add_button, FALSE);
  gtk_widget_hide (GTK_WIDGET (self->trouble));
  if (is_custom (self))
    id = dup_id (self);
  base_url = g_strstrip (g_strdup (confab_form_field_get_text (self->base_url_field)));
  confab_registry_add_async (self->registry, id,
                             is_custom (self) ? CUSTOM_TYPE : confab_provider_type_get_id (self->chosen->type),
                             or_null (base_url),
                             or_null (confab_form_field_get_text (self->name_field)),
                             or_null (confab_form_field_get_text (self->model_field)),
                             gtk_switch_get_active (self->private_switch),
                             self->cancellable, add_cb, self);
}

static ConfabFormField *
append_field (ConfabAddProviderWindow *self,
              const char              *title,
              gboolean                 secret)
{
  GtkWidget *field = confab_form_field_new (title, secret);

  g_signal_connect_object (field, "activate", G_CALLBACK (add), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->form, field);

  return CONFAB_FORM_FIELD (field);
}

static void
clear_form (ConfabAddProviderWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_next_sibling (GTK_WIDGET (self->trouble))) != NULL)
    gtk_box_remove (self->form, child);
  gtk_widget_hide (GTK_WIDGET (self->trouble));
}

static GtkWidget *
make_private_row (ConfabAddProviderWindow *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();

  self->private_switch = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->private_switch), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->private_switch, "notify::active", G_CALLBACK (check_form), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Private address"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("The address is on this computer or in your own network"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->private_switch));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->private_switch));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return list;
}

static void
build_form (ConfabAddProviderWindow *self)
{
  ConfabProviderType *type = self->chosen->type;
  const ConfabPreset *preset = self->chosen->preset;

  clear_form (self);
  self->name_field = append_field (self, _("Name"), FALSE);
  self->id_field = append_field (self, _("ID"), FALSE);
  self->base_url_field = append_field (self, _("Base URL"), FALSE);
  self->private_list = make_private_row (self);
  gtk_box_append (self->form, self->private_list);
  self->model_field = append_field (self, _("Model (optional)"), FALSE);
  self->key_field = append_field (self, _("Key (optional)"), TRUE);

  gtk_widget_set_visible (GTK_WIDGET (self->id_field), is_custom (self));
  gtk_widget_set_visible (self->private_list, preset != NULL && preset->local);
  gtk_switch_set_active (self->private_switch, preset != NULL && preset->local);
  gtk_widget_set_visible (GTK_WIDGET (self->key_field),
                          is_custom (self) || confab_provider_type_get_accepts_key (type));
  if (preset != NULL)
    {
      confab_form_field_set_text (self->base_url_field, preset->base_url);
      confab_form_field_set_text (self->model_field, preset->default_model);
    }

  g_signal_connect_object (self->name_field, "changed", G_CALLBACK (on_name_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->id_field, "changed", G_CALLBACK (check_form), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->base_url_field, "changed", G_CALLBACK (check_form), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model_field, "changed", G_CALLBACK (check_form), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->key_field, "changed", G_CALLBACK (check_form), self, G_CONNECT_SWAPPED);

  if (preset != NULL)
    confab_form_field_set_text (self->name_field, preset->name);
  check_form (self);
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
        const Choice            *choice)
{
  self->chosen = choice;
  build_form (self);
  show_page (self, TRUE);
}

static void
on_row_activated_cb (ConfabAddProviderWindow *self,
                     GtkListBoxRow           *row)
{
  choose (self, g_ptr_array_index (self->offered, gtk_list_box_row_get_index (row)));
}

static void
on_back_clicked_cb (ConfabAddProviderWindow *self)
{
  show_page (self, FALSE);
}

static gboolean
is_wanted (const Choice *choice,
           const char   *wanted)
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
  Choice *choice = g_new0 (Choice, 1);
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
  ConfabProviderType *custom = confab_catalogue_lookup (self->catalogue, CUSTOM_TYPE);
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
  signals[SIGNAL_ADDED] =
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
  gtk_widget_class_bind_template_callback (widget_class, add);
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
      const Choice *choice = g_ptr_array_index (self->offered, i);

      if (choice->preset == NULL && g_strcmp0 (confab_provider_type_get_id (choice->type), type_id) == 0)
        {
          choose (self, choice);
          return;
        }
    }
}

/**
 * confab_add_provider_window_dup_key:
 *
 * Returns: (transfer full): the key that was typed; of no length if none was
 */
ConfabSecret *
confab_add_provider_window_dup_key (ConfabAddProviderWindow *self)
{
  g_autoptr(ConfabSecret) typed = NULL;

  g_return_val_if_fail (CONFAB_IS_ADD_PROVIDER_WINDOW (self), NULL);

  typed = confab_form_field_dup_secret (self->key_field);
  return confab_secret_new_trimmed (confab_secret_peek (typed));
}
