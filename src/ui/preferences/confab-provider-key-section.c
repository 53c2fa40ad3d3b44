/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-key-section"

#include "config.h"

#include "confab-provider-key-section.h"

#include "confab-hidden-text.h"
#include "confab-provider-error.h"
#include "confab-provider-status.h"

#include <glib/gi18n.h>

/**
 * ConfabProviderKeySection:
 *
 * Where the key in use is, and an entry for a new one. A stored key is never shown.
 */
struct _ConfabProviderKeySection
{
  ConfabProviderSection  parent_instance;

  /* template */
  AdwActionRow          *key_row;
  GtkWidget             *unlock_button;
  GtkWidget             *remove_button;
  GtkEditable           *key_entry;
  AdwActionRow          *key_page_row;

  gboolean               storing;  /* a new key is on its way */
};

G_DEFINE_FINAL_TYPE (ConfabProviderKeySection, confab_provider_key_section, CONFAB_TYPE_PROVIDER_SECTION)

static void
confab_provider_key_section_update (ConfabProviderSection *section)
{
  ConfabProviderKeySection *self = CONFAB_PROVIDER_KEY_SECTION (section);
  ConfabProvider *provider = confab_provider_section_get_provider (section);
  const char *key_page = confab_provider_type_get_key_page (confab_provider_get_provider_type (provider));
  const ConfabKeySource source = confab_provider_get_key_source (provider);
  const gboolean stored = source == CONFAB_KEY_SOURCE_KEYRING || source == CONFAB_KEY_SOURCE_FILE;
  g_autofree char *where = confab_provider_status_dup_key (provider);
  const char *text = where;

  /* The steps of a new key: it is stored first, and then tried. */
  if (self->storing)
    text = confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_CHECKING ? _("Stored · checking…")
                                                                                   : _("Storing…");

  adw_action_row_set_subtitle (self->key_row, text);
  gtk_widget_set_visible (self->unlock_button, source == CONFAB_KEY_SOURCE_LOCKED);
  gtk_widget_set_visible (self->remove_button, stored);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_entry),
                                 stored ? _("Replace the key") : _("Add a key"));
  gtk_widget_set_visible (GTK_WIDGET (self->key_page_row), key_page != NULL);
  adw_action_row_set_subtitle (self->key_page_row, key_page != NULL ? key_page : "");
}

static void
finish (ConfabProviderKeySection *self,
        const GError             *error)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  self->storing = FALSE;
  /* What the provider says of a key is told with the check. */
  confab_provider_section_tell (section, error != NULL && error->domain != CONFAB_PROVIDER_ERROR ? error : NULL);
  confab_provider_section_update (section);
}

static void
set_key_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderKeySection *self;

  confab_registry_set_key_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_KEY_SECTION (user_data);
  if (error == NULL || error->domain == CONFAB_PROVIDER_ERROR)
    gtk_editable_set_text (self->key_entry, "");
  finish (self, error);
}

static void
remove_key_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_remove_key_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (CONFAB_PROVIDER_KEY_SECTION (user_data), error);
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_unlock_keyring_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (CONFAB_PROVIDER_KEY_SECTION (user_data), error);
}

static void
on_key_apply_cb (ConfabProviderKeySection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);
  g_autoptr(ConfabSecret) typed = confab_hidden_text_dup_text (self->key_entry);
  g_autoptr(ConfabSecret) key = confab_secret_new_trimmed (confab_secret_peek (typed));

  if (confab_secret_get_length (key) == 0)
    return;

  self->storing = TRUE;
  confab_provider_section_tell (section, NULL);
  confab_provider_section_update (section);
  confab_registry_set_key_async (confab_provider_section_get_registry (section),
                                 confab_provider_section_get_provider (section), key,
                                 confab_provider_section_get_cancellable (section), set_key_cb, self);
}

static void
paste_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabProviderKeySection *self;

  text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || text == NULL)
    return;

  self = CONFAB_PROVIDER_KEY_SECTION (user_data);
  confab_hidden_text_set (self->key_entry, g_strstrip (text));
  gtk_widget_grab_focus (GTK_WIDGET (self->key_entry));
  confab_secret_wipe (text);
}

static void
on_paste_clicked_cb (ConfabProviderKeySection *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                                 confab_provider_section_get_cancellable (CONFAB_PROVIDER_SECTION (self)),
                                 paste_cb, self);
}

static void
on_remove_clicked_cb (ConfabProviderKeySection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  confab_registry_remove_key_async (confab_provider_section_get_registry (section),
                                    confab_provider_section_get_provider (section),
                                    confab_provider_section_get_cancellable (section), remove_key_cb, self);
}

static void
on_unlock_clicked_cb (ConfabProviderKeySection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  confab_registry_unlock_keyring_async (confab_provider_section_get_registry (section),
                                        confab_provider_section_get_cancellable (section), unlock_cb, self);
}

static void
on_key_page_activated_cb (ConfabProviderKeySection *self)
{
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_show_uri (GTK_WINDOW (root), confab_provider_type_get_key_page (confab_provider_get_provider_type (provider)),
                GDK_CURRENT_TIME);
}

static gboolean
confab_provider_key_section_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CONFAB_PROVIDER_KEY_SECTION (widget)->key_entry));
}

static void
confab_provider_key_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_KEY_SECTION);

  G_OBJECT_CLASS (confab_provider_key_section_parent_class)->dispose (object);
}

static void
confab_provider_key_section_class_init (ConfabProviderKeySectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_provider_key_section_dispose;
  widget_class->grab_focus = confab_provider_key_section_grab_focus;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_key_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-key-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, key_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, key_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, key_page_row);
  gtk_widget_class_bind_template_callback (widget_class, on_key_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_page_activated_cb);
}

static void
confab_provider_key_section_init (ConfabProviderKeySection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_hidden_text_attach (self->key_entry);
}

/**
 * confab_provider_key_section_new:
 * @registry: who changes providers
 * @provider: whose key it is
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
confab_provider_key_section_new (ConfabRegistry *registry,
                                 ConfabProvider *provider)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  return g_object_new (CONFAB_TYPE_PROVIDER_KEY_SECTION, "registry", registry, "provider", provider, NULL);
}
