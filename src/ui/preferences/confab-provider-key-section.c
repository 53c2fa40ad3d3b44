/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-key-section"

#include "config.h"

#include "confab-provider-key-section.h"

#include "confab-address.h"
#include "confab-hidden-text.h"
#include "confab-key-row.h"
#include "confab-key-sharing-row.h"
#include "confab-key-words.h"
#include "confab-provider-error.h"
#include "confab-provider-status.h"

#include <glib/gi18n.h>

/**
 * ConfabProviderKeySection:
 *
 * Where the key in use is, where others are that are not used and why, who else uses it, and an
 * entry for a new one. A stored key is never shown.
 */
struct _ConfabProviderKeySection
{
  ConfabProviderSection  parent_instance;

  /* template */
  GtkListBox            *list;
  ConfabKeyRow          *key_row;
  ConfabKeySharingRow   *sharing_row;
  AdwActionRow          *key_page_row;
  GtkEditable           *key_entry;
  GtkWidget             *session_list;

  GPtrArray             *unused_rows;  /* owned, of borrowed rows: of the keys that are not in use */
  gboolean               busy;         /* something is being done with the key */
  gboolean               storing;      /* a new key is on its way */
  gboolean               fresh;        /* the key was given here, so that is told what comes of it */
  gboolean               valid;        /* what is typed may be a key */
  gboolean               no_keyring;   /* the keyring did not take it */
};

G_DEFINE_FINAL_TYPE (ConfabProviderKeySection, confab_provider_key_section, CONFAB_TYPE_PROVIDER_SECTION)

static ConfabRegistry *
get_registry (ConfabProviderKeySection *self)
{
  return confab_provider_section_get_registry (CONFAB_PROVIDER_SECTION (self));
}

static ConfabProvider *
get_provider (ConfabProviderKeySection *self)
{
  return confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
}

static GCancellable *
get_cancellable (ConfabProviderKeySection *self)
{
  return confab_provider_section_get_cancellable (CONFAB_PROVIDER_SECTION (self));
}

static gboolean
is_keyring_absent (ConfabProviderKeySection *self)
{
  return confab_registry_offers_session_key (get_registry (self), NULL);
}

/* Where keys are */

static ConfabKeyRowActions
get_actions (ConfabProviderKeySection *self,
             ConfabKeySource           source,
             gboolean                  in_use)
{
  ConfabKeyRowActions actions = 0;

  if (source == CONFAB_KEY_SOURCE_LOCKED)
    actions |= CONFAB_KEY_ROW_UNLOCK;
  if (source == CONFAB_KEY_SOURCE_FILE && !is_keyring_absent (self))
    actions |= CONFAB_KEY_ROW_MOVE;
  if (in_use && (source == CONFAB_KEY_SOURCE_KEYRING || source == CONFAB_KEY_SOURCE_FILE ||
                 source == CONFAB_KEY_SOURCE_SESSION))
    actions |= CONFAB_KEY_ROW_REMOVE;

  return actions;
}

static char *
describe_key (ConfabProviderKeySection *self)
{
  ConfabProvider *provider = get_provider (self);

  if (self->storing)
    return g_strdup (_("Storing…"));

  if (confab_provider_get_key_source (provider) == CONFAB_KEY_SOURCE_NONE && is_keyring_absent (self))
    return g_strdup (_("None yet. There is no keyring to store one in, but one can be kept until Confab is closed."));

  return confab_provider_status_dup_key (provider, self->fresh, g_get_real_time ());
}

static void
update_key_row (ConfabProviderKeySection *self)
{
  g_autofree char *text = describe_key (self);

  confab_key_row_set (self->key_row, _("Key"), text,
                      get_actions (self, confab_provider_get_key_source (get_provider (self)), TRUE));
}

static void
update_unused_rows (ConfabProviderKeySection *self)
{
  ConfabProvider *provider = get_provider (self);
  GPtrArray *keys = confab_provider_get_keys (provider);
  const ConfabKeySource source = confab_provider_get_key_source (provider);
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    {
      const ConfabKeyFinding *finding = g_ptr_array_index (keys, i);
      g_autofree char *place = NULL;
      g_autofree char *rule = NULL;

      /* What stands in the first row is not told again. */
      if (finding->in_use || finding->source == source)
        continue;

      if (n == self->unused_rows->len)
        {
          GtkWidget *row = confab_key_row_new ();

          gtk_widget_add_css_class (row, "unused");
          gtk_list_box_insert (self->list, row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self->key_row)) + 1 + n);
          g_ptr_array_add (self->unused_rows, row);
        }
      place = confab_key_words_dup_place (finding->source, finding->detail, finding->created_at_us, g_get_real_time ());
      rule = confab_key_words_dup_rule (finding, source, confab_provider_get_key_detail (provider));
      confab_key_row_set (g_ptr_array_index (self->unused_rows, n), place, rule,
                          get_actions (self, finding->source, FALSE));
      n++;
    }

  while (self->unused_rows->len > n)
    gtk_list_box_remove (self->list, g_ptr_array_steal_index (self->unused_rows, self->unused_rows->len - 1));
}

static void
update_session_list (ConfabProviderKeySection *self)
{
  gtk_widget_set_visible (self->session_list,
                          self->valid && !self->storing && (self->no_keyring || is_keyring_absent (self)));

  /* Below why it is offered. */
  gtk_box_reorder_child_after (GTK_BOX (self), self->session_list, gtk_widget_get_last_child (GTK_WIDGET (self)));
}

static void
confab_provider_key_section_update (ConfabProviderSection *section)
{
  ConfabProviderKeySection *self = CONFAB_PROVIDER_KEY_SECTION (section);
  const char *key_page = confab_provider_type_get_key_page (confab_provider_get_provider_type (get_provider (self)));
  const ConfabKeySource source = confab_provider_get_key_source (get_provider (self));

  update_key_row (self);
  update_unused_rows (self);
  confab_key_sharing_row_set (self->sharing_row, get_registry (self), get_provider (self));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_entry),
                                 (get_actions (self, source, TRUE) & CONFAB_KEY_ROW_REMOVE) != 0
                                   ? _("Replace the key") : _("Add a key"));
  gtk_widget_set_visible (GTK_WIDGET (self->key_page_row), key_page != NULL);
  adw_action_row_set_subtitle (self->key_page_row, key_page != NULL ? key_page : "");
  update_session_list (self);
}

/* What can be done */

/* Returns: whether nothing else is being done with the key */
static gboolean
begin (ConfabProviderKeySection *self)
{
  if (self->busy)
    return FALSE;

  self->busy = TRUE;
  self->fresh = FALSE;
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), NULL);

  return TRUE;
}

static void
finish (ConfabProviderKeySection *self,
        const GError             *error)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->busy = FALSE;
  self->storing = FALSE;
  /* What the provider says of a key is told with the check. */
  confab_provider_section_tell (section, error != NULL && error->domain != CONFAB_PROVIDER_ERROR ? error : NULL);
  confab_provider_section_update (section);

  /* The button that was pressed may be gone. */
  if (root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The row would offer to apply what is no longer there. */
static void
empty_entry (ConfabProviderKeySection *self)
{
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->key_entry), FALSE);
  gtk_editable_set_text (self->key_entry, "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->key_entry), TRUE);
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
  self->fresh = error == NULL || error->domain == CONFAB_PROVIDER_ERROR;
  self->no_keyring = confab_registry_offers_session_key (CONFAB_REGISTRY (object), error);
  if (self->fresh)
    empty_entry (self);
  finish (self, error);
}

/* Of what needs no more than being told of. */
static void
finish_change (GObject      *object,
               GAsyncResult *result,
               gboolean    (*finish_func) (ConfabRegistry *, GAsyncResult *, GError **),
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  finish_func (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (CONFAB_PROVIDER_KEY_SECTION (user_data), error);
}

static void
remove_key_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  finish_change (object, result, confab_registry_remove_key_finish, user_data);
}

static void
move_key_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  finish_change (object, result, confab_registry_move_key_finish, user_data);
}

static void
share_key_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  finish_change (object, result, confab_registry_share_key_finish, user_data);
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderKeySection *self;

  confab_registry_unlock_keyring_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_KEY_SECTION (user_data);
  self->no_keyring = confab_registry_offers_session_key (CONFAB_REGISTRY (object), error);
  finish (self, error);
}

static ConfabSecret *
dup_typed_key (ConfabProviderKeySection *self)
{
  g_autoptr(ConfabSecret) typed = confab_hidden_text_dup_text (self->key_entry);

  return confab_secret_new_trimmed (confab_secret_peek (typed));
}

/* What cannot be a key is told at once. */
static void
on_key_changed_cb (ConfabProviderKeySection *self)
{
  g_autoptr(ConfabSecret) key = dup_typed_key (self);
  g_autoptr(GError) error = NULL;

  self->valid = confab_secret_get_length (key) > 0 &&
                confab_registry_check_key (get_registry (self),
                                           confab_provider_get_provider_type (get_provider (self)),
                                           confab_provider_get_base_url (get_provider (self)), key, &error);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->key_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->key_entry), "error");
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), error);
  update_session_list (self);
}

static void
on_key_apply_cb (ConfabProviderKeySection *self)
{
  g_autoptr(ConfabSecret) key = dup_typed_key (self);

  /* What is wrong with it stands there already. */
  if (!self->valid || !begin (self))
    return;

  self->storing = TRUE;
  confab_provider_section_update (CONFAB_PROVIDER_SECTION (self));
  confab_registry_set_key_async (get_registry (self), get_provider (self), key, get_cancellable (self), set_key_cb,
                                 self);
}

static void
on_session_clicked_cb (ConfabProviderKeySection *self)
{
  g_autoptr(ConfabSecret) key = dup_typed_key (self);
  g_autoptr(GError) error = NULL;

  if (!begin (self))
    return;

  self->fresh = confab_registry_set_session_key (get_registry (self), get_provider (self), key, &error);
  if (self->fresh)
    empty_entry (self);
  finish (self, error);
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
                                 get_cancellable (self), paste_cb, self);
}

static void
remove_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabProviderKeySection *self = CONFAB_PROVIDER_KEY_SECTION (widget);

  if (begin (self))
    confab_registry_remove_key_async (get_registry (self), get_provider (self), get_cancellable (self), remove_key_cb,
                                      self);
}

static void
move_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabProviderKeySection *self = CONFAB_PROVIDER_KEY_SECTION (widget);

  if (begin (self))
    confab_registry_move_key_async (get_registry (self), get_provider (self), get_cancellable (self), move_key_cb,
                                    self);
}

static void
unlock_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabProviderKeySection *self = CONFAB_PROVIDER_KEY_SECTION (widget);

  if (begin (self))
    confab_registry_unlock_keyring_async (get_registry (self), get_cancellable (self), unlock_cb, self);
}

static void
share (ConfabProviderKeySection *self,
       ConfabProvider           *other)
{
  if (begin (self))
    confab_registry_share_key_async (get_registry (self), get_provider (self), other, get_cancellable (self),
                                     share_key_cb, self);
}

static void
use_own_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  share (CONFAB_PROVIDER_KEY_SECTION (widget), NULL);
}

static void
use_other_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ConfabProviderKeySection *self = CONFAB_PROVIDER_KEY_SECTION (widget);
  ConfabProvider *other = confab_registry_lookup (get_registry (self), g_variant_get_string (parameter, NULL));

  /* It may have been removed while the menu was open. */
  if (other != NULL)
    share (self, other);
}

static void
on_key_page_activated_cb (ConfabProviderKeySection *self)
{
  ConfabProvider *provider = get_provider (self);

  confab_address_open (GTK_WIDGET (self),
                       confab_provider_type_get_key_page (confab_provider_get_provider_type (provider)));
}

static gboolean
confab_provider_key_section_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CONFAB_PROVIDER_KEY_SECTION (widget)->key_entry));
}

static void
confab_provider_key_section_constructed (GObject *object)
{
  ConfabRegistry *registry = get_registry (CONFAB_PROVIDER_KEY_SECTION (object));

  G_OBJECT_CLASS (confab_provider_key_section_parent_class)->constructed (object);

  g_signal_connect_object (registry, "keys-changed", G_CALLBACK (confab_provider_section_update), object,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "notify::keyring-state", G_CALLBACK (confab_provider_section_update), object,
                           G_CONNECT_SWAPPED);
}

static void
confab_provider_key_section_dispose (GObject *object)
{
  ConfabRegistry *registry = get_registry (CONFAB_PROVIDER_KEY_SECTION (object));

  if (registry != NULL)
    g_signal_handlers_disconnect_by_data (registry, object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_KEY_SECTION);

  G_OBJECT_CLASS (confab_provider_key_section_parent_class)->dispose (object);
}

static void
confab_provider_key_section_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_PROVIDER_KEY_SECTION (object)->unused_rows);

  G_OBJECT_CLASS (confab_provider_key_section_parent_class)->finalize (object);
}

static void
confab_provider_key_section_class_init (ConfabProviderKeySectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CONFAB_TYPE_KEY_ROW);
  g_type_ensure (CONFAB_TYPE_KEY_SHARING_ROW);

  G_OBJECT_CLASS (klass)->constructed = confab_provider_key_section_constructed;
  G_OBJECT_CLASS (klass)->dispose = confab_provider_key_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_provider_key_section_finalize;
  widget_class->grab_focus = confab_provider_key_section_grab_focus;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_key_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-key-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, list);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, key_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, sharing_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, key_page_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, key_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderKeySection, session_list);
  gtk_widget_class_bind_template_callback (widget_class, on_key_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_session_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_page_activated_cb);

  gtk_widget_class_install_action (widget_class, "key.unlock", NULL, unlock_activated);
  gtk_widget_class_install_action (widget_class, "key.move-to-keyring", NULL, move_activated);
  gtk_widget_class_install_action (widget_class, "key.remove", NULL, remove_activated);
  gtk_widget_class_install_action (widget_class, "key.use-own", NULL, use_own_activated);
  gtk_widget_class_install_action (widget_class, "key.use-other", "s", use_other_activated);
}

static void
confab_provider_key_section_init (ConfabProviderKeySection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_hidden_text_attach (self->key_entry);
  self->unused_rows = g_ptr_array_new ();
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
