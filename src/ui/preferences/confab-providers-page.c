/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-providers-page"

#include "config.h"

#include "confab-providers-page-private.h"

#include "confab-failure-text.h"
#include "confab-offer.h"
#include "confab-provider-search.h"

#include <glib/gi18n.h>

/**
 * ConfabProvidersPage:
 *
 * The page of provider cards: those in use, those on this computer, and those there are besides.
 *
 * While it can be seen, local servers are looked for again and again; nothing of the kind goes on
 * otherwise.
 */

enum { PROP_0, PROP_SEARCH_MODE, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabProvidersPage, confab_providers_page, ADW_TYPE_BIN)

/* The numbers of the keyring's states that matter here; its layer is not for views. */
enum { KEYRING_LOCKED = 2, KEYRING_ABSENT = 3 };

static void
set_offers (ConfabProvidersPage *self,
            GPtrArray           *offered)
{
  gboolean same = offered->len == self->offered->len;
  GtkWidget *child;

  for (guint i = 0; same && i < offered->len; i++)
    same = g_ptr_array_index (offered, i) == g_ptr_array_index (self->offered, i);
  if (same)
    return;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->offers))) != NULL)
    gtk_flow_box_remove (self->offers, child);
  for (guint i = 0; i < offered->len; i++)
    gtk_flow_box_insert (self->offers, confab_offer_new (g_ptr_array_index (offered, i)), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->offers), offered->len > 0);

  g_ptr_array_unref (self->offered);
  self->offered = g_ptr_array_ref (offered);
}

static void
show_keyring (ConfabProvidersPage *self,
              const char          *icon_name,
              const char          *title,
              const char          *subtitle)
{
  adw_action_row_set_icon_name (self->keyring_row, icon_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keyring_row), title);
  adw_action_row_set_subtitle (self->keyring_row, subtitle);
}

static void
update_keyring (ConfabProvidersPage *self)
{
  const guint state = confab_registry_get_keyring_state (self->registry);
  const GError *error = confab_registry_get_error (self->registry);
  const gboolean asking = error == NULL && confab_registry_get_asking (self->registry);
  g_autofree char *summary = error != NULL ? confab_failure_text_summary (error, NULL, NULL) : NULL;

  gtk_widget_set_visible (self->keyring_group,
                          error != NULL || asking || state == KEYRING_LOCKED || state == KEYRING_ABSENT);
  gtk_widget_set_visible (self->unlock_button, error == NULL && !asking && state == KEYRING_LOCKED);

  if (error != NULL)
    show_keyring (self, "dialog-warning-symbolic", summary, "");
  else if (asking)
    show_keyring (self, "content-loading-symbolic", _("Asking the keyring…"),
                  _("Which keys there are is known once it has answered."));
  else if (state == KEYRING_LOCKED)
    show_keyring (self, "dialog-warning-symbolic", _("The keyring is locked"),
                  _("Keys in it cannot be used until it is unlocked. Keys from the environment "
                    "and local models work all the same."));
  else
    show_keyring (self, "dialog-warning-symbolic", _("There is no keyring"),
                  _("Keys cannot be stored on this computer. Install GNOME Keyring or another secret "
                    "service, or set keys in the environment. Local models work all the same."));
}

static gboolean
is_gone (gpointer key,
         gpointer value,
         gpointer user_data)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (user_data);

  return confab_registry_lookup (self->registry, confab_provider_get_id (key)) != key;
}

static void
fill (ConfabProvidersPage *self)
{
  g_autoptr(GPtrArray) used = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) local = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) opened = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) offered = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean any;

  g_clear_handle_id (&self->refill_id, g_source_remove);
  update_keyring (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      GPtrArray *place = offered;

      if (confab_provider_get_demonstration (provider) ||
          !confab_provider_search_matches (provider, (const char * const *) self->words))
        continue;

      if (confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
        place = local;
      else if (confab_provider_get_in_use (provider))
        place = used;
      else if (g_hash_table_contains (self->opened, provider))
        place = opened;
      g_ptr_array_add (place, g_steal_pointer (&provider));
    }

  confab_card_list_set_providers (self->used_list, used);
  confab_card_list_set_providers (self->local_list, local);
  confab_card_list_set_providers (self->opened_list, opened);
  set_offers (self, offered);
  /* Now that the lists have let go of them. */
  g_hash_table_foreach_remove (self->cards, is_gone, self);

  any = used->len + local->len + opened->len + offered->len > 0;
  gtk_widget_set_visible (self->used_group, used->len > 0);
  gtk_widget_set_visible (self->local_group, local->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->opened_list), opened->len > 0);
  gtk_widget_set_visible (self->available_group, opened->len + offered->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), any);
  gtk_widget_set_visible (self->nothing, !any);
}

static gboolean
refill_cb (gpointer user_data)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (user_data);

  self->refill_id = 0;
  fill (self);

  return G_SOURCE_REMOVE;
}

/* Much may change at once. */
static void
queue_fill (ConfabProvidersPage *self)
{
  if (self->refill_id == 0)
    self->refill_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refill_cb, self, NULL);
}

/* Whoever is quicker than the disk asks for a provider that is not known yet. */
static void
show_wanted (ConfabProvidersPage *self)
{
  if (self->wanted_id != NULL && confab_registry_lookup (self->registry, self->wanted_id) != NULL)
    {
      g_autofree char *id = g_steal_pointer (&self->wanted_id);

      confab_providers_page_show_provider (self, id);
    }
}

static void
on_items_changed_cb (ConfabProvidersPage *self,
                     guint                position,
                     guint                removed,
                     guint                added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);

      /* Those that only moved are told of as if they were new. */
      g_signal_handlers_disconnect_by_func (provider, queue_fill, self);
      g_signal_connect_object (provider, "notify::in-use", G_CALLBACK (queue_fill), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (provider, "notify::key-source", G_CALLBACK (queue_fill), self, G_CONNECT_SWAPPED);
    }

  g_hash_table_foreach_remove (self->opened, is_gone, self);
  queue_fill (self);
  show_wanted (self);
}

static void
on_search_changed_cb (ConfabProvidersPage *self)
{
  g_auto(GStrv) words = confab_provider_search_split (gtk_editable_get_text (self->search_entry));

  /* The entry tells of it later; by then somebody may have gone on to a card. */
  if (g_strv_equal ((const char * const *) words, (const char * const *) self->words))
    return;

  g_strfreev (self->words);
  self->words = g_steal_pointer (&words);
  confab_card_list_reset (self->used_list);
  confab_card_list_reset (self->local_list);
  fill (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
on_scrolled_cb (ConfabProvidersPage *self)
{
  confab_card_list_grow_in_view (self->used_list, GTK_WIDGET (self->scroller));
  confab_card_list_grow_in_view (self->local_list, GTK_WIDGET (self->scroller));
}

/* confab_providers_page_find_card:
 *
 * Returns: (nullable): the card of a provider, if it has one or can have one
 */
ConfabProviderCard *
confab_providers_page_find_card (ConfabProvidersPage *self,
                                 ConfabProvider      *provider)
{
  ConfabProviderCard *card = confab_card_list_find (self->used_list, provider);

  if (card == NULL)
    card = confab_card_list_find (self->local_list, provider);
  if (card == NULL)
    card = confab_card_list_find (self->opened_list, provider);

  return card;
}

/* Unfolds the card of a provider, whether it has had one or not, and moves the focus to it. */
void
confab_providers_page_open_card (ConfabProvidersPage *self,
                                 ConfabProvider      *provider)
{
  ConfabProviderCard *card;

  g_hash_table_add (self->opened, g_object_ref (provider));
  fill (self);

  card = confab_providers_page_find_card (self, provider);
  if (card != NULL)
    confab_provider_card_open (card);
}

static void
on_offer_activated_cb (ConfabProvidersPage *self,
                       ConfabOffer         *offer)
{
  g_autoptr(ConfabProvider) provider = g_object_ref (confab_offer_get_provider (offer));
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  /* A server of one's own has no name and no address yet. */
  if (g_str_equal (confab_provider_type_get_id (type), "custom"))
    {
      confab_providers_page_add (self, "custom");
      return;
    }

  confab_providers_page_open_card (self, provider);
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;

  if (confab_registry_unlock_keyring_finish (CONFAB_REGISTRY (object), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  summary = confab_failure_text_summary (error, NULL, NULL);
  adw_action_row_set_subtitle (CONFAB_PROVIDERS_PAGE (user_data)->keyring_row, summary);
}

static void
on_unlock_clicked_cb (ConfabProvidersPage *self)
{
  confab_registry_unlock_keyring_async (self->registry, self->cancellable, unlock_cb, self);
}

static void
confab_providers_page_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  if (prop_id == PROP_SEARCH_MODE)
    g_value_set_boolean (value, CONFAB_PROVIDERS_PAGE (object)->search_mode);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
confab_providers_page_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (object);

  if (prop_id != PROP_SEARCH_MODE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (self->search_mode == g_value_get_boolean (value))
    return;
  self->search_mode = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, props[PROP_SEARCH_MODE]);
}

static void
confab_providers_page_dispose (GObject *object)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refill_id, g_source_remove);
  /* The bin would not notice that the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROVIDERS_PAGE);
  g_hash_table_remove_all (self->cards);
  g_clear_object (&self->local_watch);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (confab_providers_page_parent_class)->dispose (object);
}

static void
confab_providers_page_finalize (GObject *object)
{
  ConfabProvidersPage *self = CONFAB_PROVIDERS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wanted_id, g_free);
  g_clear_pointer (&self->cards, g_hash_table_unref);
  g_clear_pointer (&self->opened, g_hash_table_unref);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (confab_providers_page_parent_class)->finalize (object);
}

static void
confab_providers_page_class_init (ConfabProvidersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = confab_providers_page_get_property;
  object_class->set_property = confab_providers_page_set_property;
  object_class->dispose = confab_providers_page_dispose;
  object_class->finalize = confab_providers_page_finalize;

  /**
   * ConfabProvidersPage:search-mode:
   *
   * Whether providers are searched for.
   */
  props[PROP_SEARCH_MODE] =
    g_param_spec_boolean ("search-mode", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (CONFAB_TYPE_CARD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-providers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, keyring_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, used_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, used_list);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, local_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, local_list);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, available_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, opened_list);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, offers);
  gtk_widget_class_bind_template_child (widget_class, ConfabProvidersPage, announcement);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_offer_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked_cb);
  confab_providers_page_install_actions (klass);
}

static void
confab_providers_page_init (ConfabProvidersPage *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->cards = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->opened = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->offered = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = g_new0 (char *, 1);
  self->cancellable = g_cancellable_new ();

  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_scrolled_cb), self, G_CONNECT_SWAPPED);
}

/**
 * confab_providers_page_set_context:
 * @context: where the providers are
 *
 * Called once.
 */
void
confab_providers_page_set_context (ConfabProvidersPage *self,
                                   ConfabContext       *context)
{
  g_return_if_fail (CONFAB_IS_PROVIDERS_PAGE (self));
  g_return_if_fail (self->registry == NULL);

  self->registry = g_object_ref (confab_context_get_registry (context));
  self->catalogue = g_object_ref (confab_context_get_catalogue (context));
  confab_card_list_set_source (self->used_list, self->registry, self->cards);
  confab_card_list_set_source (self->local_list, self->registry, self->cards);
  confab_card_list_set_source (self->opened_list, self->registry, self->cards);
  confab_card_list_set_orderly (self->used_list);
  g_signal_connect_object (self->used_list, "move", G_CALLBACK (confab_providers_page_on_move),
                           self, G_CONNECT_SWAPPED);

  g_signal_connect_object (self->registry, "items-changed",
                           G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "notify::keyring-state",
                           G_CALLBACK (update_keyring), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "notify::error", G_CALLBACK (update_keyring), self, G_CONNECT_SWAPPED);
  on_items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->registry)));
  fill (self);
  self->local_watch = confab_local_watch_new (GTK_WIDGET (self), self->registry);
}

/**
 * confab_providers_page_set_key_capture:
 * @widget: (nullable): where typing begins a search
 *
 * Searches for what is typed into a widget that has no use for it itself.
 */
void
confab_providers_page_set_key_capture (ConfabProvidersPage *self,
                                       GtkWidget           *widget)
{
  g_return_if_fail (CONFAB_IS_PROVIDERS_PAGE (self));

  gtk_search_bar_set_key_capture_widget (self->search_bar, widget);
}

/**
 * confab_providers_page_show_provider:
 * @provider_id: whose card
 *
 * Unfolds a provider's card and moves the focus to it, as soon as there is one.
 */
void
confab_providers_page_show_provider (ConfabProvidersPage *self,
                                     const char          *provider_id)
{
  g_autoptr(ConfabProvider) provider = NULL;

  g_return_if_fail (CONFAB_IS_PROVIDERS_PAGE (self));
  g_return_if_fail (provider_id != NULL);

  g_clear_pointer (&self->wanted_id, g_free);
  if (!g_set_object (&provider, confab_registry_lookup (self->registry, provider_id)))
    {
      self->wanted_id = g_strdup (provider_id);
      return;
    }

  /* It might be among those that are not searched for. */
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  if (self->words[0] != NULL)
    on_search_changed_cb (self);
  confab_providers_page_open_card (self, provider);
}
