/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-add-provider-window-form"

#include "config.h"

#include "confab-add-provider-window-private.h"

#include "confab-failure-text.h"
#include "confab-provider-policy-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define CUSTOM_PREFIX "compat:"

/* The form of the window: what a provider needs, what is wrong with what was typed, and adding it. */

static gboolean
is_custom (ConfabAddProviderWindow *self)
{
  return self->chosen->preset != NULL ||
         g_str_equal (confab_provider_type_get_id (self->chosen->type), CONFAB_ADD_CUSTOM_TYPE);
}

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

  g_signal_emit_by_name (self, "added", id);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* _confab_add_provider_window_add:
 *
 * Adds what the form describes, if everything in it is right.
 */
void
_confab_add_provider_window_add (ConfabAddProviderWindow *self)
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
                             is_custom (self) ? CONFAB_ADD_CUSTOM_TYPE
                                              : confab_provider_type_get_id (self->chosen->type),
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

  g_signal_connect_object (field, "activate", G_CALLBACK (_confab_add_provider_window_add), self, G_CONNECT_SWAPPED);
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

/* _confab_add_provider_window_build_form:
 *
 * Asks for what the choice needs.
 */
void
_confab_add_provider_window_build_form (ConfabAddProviderWindow *self)
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
