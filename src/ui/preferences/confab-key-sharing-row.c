/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-key-sharing-row"

#include "config.h"

#include "confab-key-sharing-row.h"

#include <glib/gi18n.h>

/**
 * ConfabKeySharingRow:
 *
 * Who else has a provider's key, and a menu of whose key it is to be. There is nothing to be seen of
 * it as long as there is one such provider only. What is chosen is done by whatever the row is in:
 * `key.use-own`, and `key.use-other` with the id of a provider.
 */
struct _ConfabKeySharingRow
{
  AdwActionRow    parent_instance;

  GtkMenuButton  *menu_button;  /* template */

  ConfabRegistry *registry;     /* owned, nullable until it is set */
  ConfabProvider *provider;     /* owned, nullable until it is set */
};

G_DEFINE_FINAL_TYPE (ConfabKeySharingRow, confab_key_sharing_row, ADW_TYPE_ACTION_ROW)

/* Returns: (transfer full): other providers of the same type with a key that can be used here */
static GPtrArray *
list_lenders (ConfabKeySharingRow *self,
              GPtrArray           *sharers)
{
  GListModel *providers = G_LIST_MODEL (self->registry);
  GPtrArray *lenders = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(ConfabProvider) other = g_list_model_get_item (providers, i);
      const ConfabKeySource source = confab_provider_get_key_source (other);

      if (other != self->provider &&
          confab_provider_get_provider_type (other) == confab_provider_get_provider_type (self->provider) &&
          (source == CONFAB_KEY_SOURCE_KEYRING || source == CONFAB_KEY_SOURCE_SESSION) &&
          !g_ptr_array_find (sharers, other, NULL))
        g_ptr_array_add (lenders, g_steal_pointer (&other));
    }

  return lenders;
}

static char *
join_names (GPtrArray *providers)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) list = NULL;

  for (guint i = 0; i < providers->len; i++)
    g_strv_builder_add (names, confab_provider_get_name (g_ptr_array_index (providers, i)));
  list = g_strv_builder_end (names);

  /* Translators: stands between the names of providers */
  return g_strjoinv (_(", "), list);
}

static void
update (ConfabKeySharingRow *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  g_autoptr(GPtrArray) sharers = confab_registry_get_key_sharers (self->registry, self->provider);
  g_autoptr(GPtrArray) lenders = list_lenders (self, sharers);
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), sharers->len > 0 || lenders->len > 0);
  if (sharers->len > 0)
    {
      g_autofree char *names = join_names (sharers);

      /* Translators: the names of other providers that have the same key */
      title = g_strdup_printf (_("Also used by %s"), names);
      note = g_strdup (_("A new key takes its place for all of them. If it is removed, none of them has one."));
    }
  else
    {
      title = g_strdup (_("A key of its own"));
      /* Translators: the name of a provider, of which there are several */
      note = g_strdup_printf (_("The key of another %s can be used instead."), confab_provider_type_get_name (type));
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), note);
}

/* The menu is made when it is opened: it says what can be done now. */
static void
create_menu (GtkMenuButton *button,
             gpointer       user_data)
{
  ConfabKeySharingRow *self = CONFAB_KEY_SHARING_ROW (user_data);
  g_autoptr(GPtrArray) sharers = confab_registry_get_key_sharers (self->registry, self->provider);
  g_autoptr(GPtrArray) lenders = list_lenders (self, sharers);
  g_autoptr(GMenu) menu = g_menu_new ();

  if (sharers->len > 0)
    g_menu_append (menu, _("Use a key of its own"), "key.use-own");
  for (guint i = 0; i < lenders->len; i++)
    {
      ConfabProvider *lender = g_ptr_array_index (lenders, i);
      g_auto(GStrv) parts = g_strsplit (confab_provider_get_name (lender), "_", -1);
      /* A line below a letter is not meant. */
      g_autofree char *name = g_strjoinv ("__", parts);
      /* Translators: the name of another provider */
      g_autofree char *label = g_strdup_printf (_("Use the key of %s"), name);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "key.use-other", "s", confab_provider_get_id (lender));
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static void
confab_key_sharing_row_dispose (GObject *object)
{
  ConfabKeySharingRow *self = CONFAB_KEY_SHARING_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_KEY_SHARING_ROW);
  g_clear_object (&self->registry);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (confab_key_sharing_row_parent_class)->dispose (object);
}

static void
confab_key_sharing_row_class_init (ConfabKeySharingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_key_sharing_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-key-sharing-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabKeySharingRow, menu_button);
}

static void
confab_key_sharing_row_init (ConfabKeySharingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu, self, NULL);
}

/**
 * confab_key_sharing_row_set:
 * @registry: who knows the other providers
 * @provider: whose key it is
 *
 * Shows who has that key now.
 */
void
confab_key_sharing_row_set (ConfabKeySharingRow *self,
                            ConfabRegistry      *registry,
                            ConfabProvider      *provider)
{
  g_return_if_fail (CONFAB_IS_KEY_SHARING_ROW (self));
  g_return_if_fail (CONFAB_IS_REGISTRY (registry));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  g_set_object (&self->registry, registry);
  g_set_object (&self->provider, provider);
  update (self);
}
