/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-providers-page-actions"

#include "config.h"

#include "confab-add-provider-window.h"
#include "confab-failure-text.h"
#include "confab-provider-error.h"
#include "confab-providers-page-private.h"
#include "confab-toast.h"

#include <glib/gi18n.h>

/* What is done with a provider as a whole: another place, a second one, and away with it. */

/* A change of the order, or of the list, that is under way. */
typedef struct
{
  ConfabProvidersPage *page;      /* owned */
  ConfabProvider      *provider;  /* owned */
  guint                place;     /* where it goes, from 0 */
} Change;

/* What a toast can bring back. */
typedef struct
{
  ConfabProvidersPage   *page;     /* borrowed: the toast is the page's */
  ConfabRemovedProvider *removed;  /* owned */
} Undo;

static Change *
change_new (ConfabProvidersPage *page,
            ConfabProvider      *provider,
            guint                place)
{
  Change *self = g_new0 (Change, 1);

  self->page = g_object_ref (page);
  self->provider = g_object_ref (provider);
  self->place = place;

  return self;
}

static void
change_free (Change *self)
{
  g_object_unref (self->page);
  g_object_unref (self->provider);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *self = data;

  g_object_unref (self->removed);
  g_free (self);
}

static void
tell (ConfabProvidersPage *self,
      ConfabProvider      *provider,
      const GError        *error)
{
  ConfabProviderCard *card = confab_providers_page_find_card (self, provider);

  if (card != NULL)
    confab_provider_card_tell (card, error);
}

/* Order */

static void
move_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  confab_registry_move_finish (CONFAB_REGISTRY (object), result, &error);
  /* The page may have gone meanwhile. */
  if (change->page->registry == NULL)
    return;

  tell (change->page, change->provider, error);
  if (error != NULL)
    return;

  /* Translators: the name of a provider, its place in the order and how many there are. Read out. */
  text = g_strdup_printf (_("%s is now number %u of %u"), confab_provider_get_name (change->provider),
                          change->place + 1, confab_card_list_get_length (change->page->used_list));
  gtk_label_set_label (change->page->announcement, text);
}

/* Of the list of those in use: see ConfabCardList::move. */
void
confab_providers_page_on_move (ConfabProvidersPage *self,
                               ConfabProvider      *provider,
                               ConfabProvider      *before,
                               guint                place)
{
  confab_registry_move_async (self->registry, provider, before, NULL, move_cb, change_new (self, provider, place));
}

static void
move_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (widget);
  ConfabProvider *provider;
  const char *id;
  int places;

  g_variant_get (parameter, "(&si)", &id, &places);
  provider = confab_registry_lookup (self->registry, id);
  if (provider != NULL)
    confab_card_list_move (self->used_list, provider, places);
}

/* A new one */

static void
set_key_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;

  confab_registry_set_key_finish (CONFAB_REGISTRY (object), result, &error);
  /* What the provider says of a key is told with the check. */
  if (change->page->registry != NULL && error != NULL && error->domain != CONFAB_PROVIDER_ERROR)
    tell (change->page, change->provider, error);
}

static void
on_added_cb (ConfabProvidersPage     *self,
             const char              *id,
             ConfabAddProviderWindow *window)
{
  g_autoptr(ConfabSecret) key = confab_add_provider_window_dup_key (window);
  ConfabProvider *provider = self->registry != NULL ? confab_registry_lookup (self->registry, id) : NULL;

  if (provider == NULL)
    return;

  if (confab_secret_get_length (key) > 0)
    confab_registry_set_key_async (self->registry, provider, key, NULL, set_key_cb, change_new (self, provider, 0));
  confab_providers_page_show_provider (self, id);
}

/**
 * confab_providers_page_add:
 * @type_id: (nullable): a type of the catalogue; %NULL to ask for it
 *
 * Asks what to add, adds it, and moves the focus to its card.
 */
void
confab_providers_page_add (ConfabProvidersPage *self,
                           const char          *type_id)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  ConfabAddProviderWindow *window;

  g_return_if_fail (CONFAB_IS_PROVIDERS_PAGE (self));

  window = confab_add_provider_window_new (self->registry, self->catalogue);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  g_signal_connect_object (window, "added", G_CALLBACK (on_added_cb), self, G_CONNECT_SWAPPED);
  if (type_id != NULL)
    confab_add_provider_window_choose (window, type_id);
  gtk_window_present (GTK_WINDOW (window));
}

/* A second one */

static void
duplicate_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  id = confab_registry_duplicate_finish (CONFAB_REGISTRY (object), result, &error);
  if (change->page->registry == NULL)
    return;

  tell (change->page, change->provider, error);
  if (id != NULL)
    confab_providers_page_show_provider (change->page, id);
}

static void
duplicate_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (widget);
  ConfabProvider *provider = confab_registry_lookup (self->registry, g_variant_get_string (parameter, NULL));

  if (provider != NULL)
    confab_registry_duplicate_async (self->registry, provider, NULL, duplicate_cb, change_new (self, provider, 0));
}

/* Away */

static void offer_undo (ConfabProvidersPage   *self,
                        const char            *title,
                        const char            *button,
                        ConfabRemovedProvider *removed);

static void
restore_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Undo *undo = user_data;
  g_autoptr(ConfabProvidersPage) page = undo->page;
  g_autoptr(GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (!confab_registry_restore_finish (CONFAB_REGISTRY (object), result, &error) && page->registry != NULL)
    {
      /* Nothing is lost yet: it can be tried again. */
      sentence = confab_failure_text_summary (error, confab_removed_provider_get_name (undo->removed), NULL);
      offer_undo (page, sentence, _("Try again"), undo->removed);
    }

  undo_free (undo, NULL);
}

static void
on_undo_clicked_cb (AdwToast *toast,
                    gpointer  user_data)
{
  const Undo *undo = user_data;
  Undo *under_way = g_new0 (Undo, 1);

  under_way->page = g_object_ref (undo->page);
  under_way->removed = g_object_ref (undo->removed);
  confab_registry_restore_async (undo->page->registry, undo->removed, NULL, restore_cb, under_way);
}

/* Needed before its definition, for what cannot be brought back now may be later. */
static void
offer_undo (ConfabProvidersPage   *self,
            const char            *title,
            const char            *button,
            ConfabRemovedProvider *removed)
{
  AdwToast *toast = confab_toast_new_undo ("");
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  Undo *undo = g_new0 (Undo, 1);

  undo->page = self;
  undo->removed = g_object_ref (removed);
  adw_toast_set_title (toast, escaped);
  if (button != NULL)
    adw_toast_set_button_label (toast, button);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), undo, undo_free, 0);
  confab_toast_show (toast, self->toast_overlay);
}

static void
remove_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;

  removed = confab_registry_remove_finish_with_undo (CONFAB_REGISTRY (object), result, &error);
  if (change->page->registry == NULL)
    return;

  if (removed == NULL)
    {
      tell (change->page, change->provider, error);
      return;
    }

  /* Translators: the name of a provider */
  title = g_strdup_printf (_("“%s” removed"), confab_removed_provider_get_name (removed));
  offer_undo (change->page, title, NULL, removed);
}

static void
remove_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (widget);
  ConfabProvider *provider = confab_registry_lookup (self->registry, g_variant_get_string (parameter, NULL));

  /* Whoever closes the window meanwhile does not want half of it. */
  if (provider != NULL)
    confab_registry_remove_async (self->registry, provider, NULL, remove_cb, change_new (self, provider, 0));
}

void
confab_providers_page_install_actions (ConfabProvidersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "providers.move", "(si)", move_activated);
  gtk_widget_class_install_action (widget_class, "providers.duplicate", "s", duplicate_activated);
  gtk_widget_class_install_action (widget_class, "providers.remove", "s", remove_activated);
}
