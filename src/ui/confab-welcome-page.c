/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-welcome-page"

#include "config.h"

#include "confab-welcome-page.h"

#include "confab-local-watch.h"

#include <glib/gi18n.h>

/**
 * ConfabWelcomePage:
 *
 * What a person sees who has no conversation yet: what was found on this computer, each thing one
 * click from a first answer, and the ways on when nothing was.
 */
struct _ConfabWelcomePage
{
  GtkWidget        parent_instance;

  /* template */
  AdwHeaderBar    *header_bar;
  GtkWidget       *scroller;
  GtkListBox      *found;
  GtkWidget       *asking;
  GtkWidget       *key_button;

  ConfabRegistry   *registry;     /* owned */
  GListModel       *usable;       /* owned, the providers that can be used */
  GtkCustomFilter  *filter;       /* owned */
  ConfabLocalWatch *local_watch;  /* owned */
  guint             asking_id;    /* source id, until the keyring has had its time */
};

/* A keyring that answers within this time need not be spoken of, in milliseconds. */
#define ASKING_DELAY_MS 500

enum { SIGNAL_CHAT_REQUESTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabWelcomePage, confab_welcome_page, GTK_TYPE_WIDGET)

static gboolean
is_usable (gpointer item,
           gpointer user_data)
{
  return confab_provider_get_usable (CONFAB_PROVIDER (item));
}

static char *
describe_title (ConfabProvider *provider)
{
  const guint n = g_list_model_get_n_items (confab_provider_get_models (provider));
  const char *name = confab_provider_get_name (provider);

  if (confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
    {
      if (n == 0)
        /* Translators: the name of a local server */
        return g_strdup_printf (_("%s is running"), name);

      /* Translators: the name of a local server, and how many models it has */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%s is running with %u model",
                                           "%s is running with %u models", n),
                              name, n);
    }

  switch (confab_provider_get_key_source (provider))
    {
    case CONFAB_KEY_SOURCE_ENVIRONMENT:
      /* Translators: a provider's name, and the name of an environment variable */
      return g_strdup_printf (_("A key for %s was found in %s"), name,
                              confab_provider_get_key_detail (provider));

    case CONFAB_KEY_SOURCE_KEYRING:
      /* Translators: a provider's name */
      return g_strdup_printf (_("A key for %s is in your keyring"), name);

    case CONFAB_KEY_SOURCE_FILE:
      /* Translators: a provider's name */
      return g_strdup_printf (_("A key for %s is in the configuration file"), name);

    case CONFAB_KEY_SOURCE_NONE:
    case CONFAB_KEY_SOURCE_NOT_NEEDED:
    case CONFAB_KEY_SOURCE_LOCKED:
    case CONFAB_KEY_SOURCE_ASKING:
    default:
      /* Translators: a provider's name */
      return g_strdup_printf (_("%s is ready"), name);
    }
}

static void
update_row_title (GtkWidget *row)
{
  ConfabProvider *provider = g_object_get_data (G_OBJECT (row), "provider");
  g_autofree char *title = describe_title (provider);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  ConfabProvider *provider = CONFAB_PROVIDER (item);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Start chatting"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "provider", g_object_ref (provider), g_object_unref);
  g_signal_connect_object (confab_provider_get_models (provider), "items-changed",
                           G_CALLBACK (update_row_title), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::key-source",
                           G_CALLBACK (update_row_title), row, G_CONNECT_SWAPPED);
  update_row_title (row);

  return row;
}

static void
update_primary (ConfabWelcomePage *self)
{
  const gboolean any = g_list_model_get_n_items (self->usable) > 0;
  const gboolean asking = confab_registry_get_asking (self->registry);

  /* There is one primary action: what was found, or else adding a key, once it is known that there is none. */
  gtk_widget_set_visible (GTK_WIDGET (self->found), any);
  gtk_widget_set_visible (self->asking, asking && self->asking_id == 0);
  if (any || asking)
    gtk_widget_remove_css_class (self->key_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->key_button, "suggested-action");
}

static gboolean
asking_timeout_cb (gpointer user_data)
{
  ConfabWelcomePage *self = CONFAB_WELCOME_PAGE (user_data);

  self->asking_id = 0;
  update_primary (self);

  return G_SOURCE_REMOVE;
}

static void
on_provider_notify_cb (ConfabWelcomePage *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
watch_providers (ConfabWelcomePage *self,
                 guint              position,
                 guint              removed,
                 guint              added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->registry), i);

      g_signal_handlers_disconnect_by_func (provider, on_provider_notify_cb, self);
      g_signal_handlers_disconnect_by_func (provider, update_primary, self);
      g_signal_connect_object (provider, "notify::usable",
                               G_CALLBACK (on_provider_notify_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (provider, "notify::key-source",
                               G_CALLBACK (update_primary), self, G_CONNECT_SWAPPED);
    }
}

static void
on_found_activated_cb (ConfabWelcomePage *self,
                       GtkListBoxRow     *row)
{
  g_signal_emit (self, signals[SIGNAL_CHAT_REQUESTED], 0, g_object_get_data (G_OBJECT (row), "provider"));
}

static void
on_demonstration_clicked_cb (ConfabWelcomePage *self)
{
  g_signal_emit (self, signals[SIGNAL_CHAT_REQUESTED], 0, confab_registry_get_demonstration (self->registry));
}

static void
confab_welcome_page_dispose (GObject *object)
{
  ConfabWelcomePage *self = CONFAB_WELCOME_PAGE (object);

  g_clear_handle_id (&self->asking_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_WELCOME_PAGE);
  g_clear_object (&self->usable);
  g_clear_object (&self->filter);
  g_clear_object (&self->local_watch);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (confab_welcome_page_parent_class)->dispose (object);
}

static void
confab_welcome_page_class_init (ConfabWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_welcome_page_dispose;

  /**
   * ConfabWelcomePage::chat-requested:
   * @provider: whom to talk to
   */
  signals[SIGNAL_CHAT_REQUESTED] =
    g_signal_new ("chat-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_PROVIDER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, header_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, found);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, asking);
  gtk_widget_class_bind_template_child (widget_class, ConfabWelcomePage, key_button);
  gtk_widget_class_bind_template_callback (widget_class, on_found_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_demonstration_clicked_cb);
}

static void
confab_welcome_page_init (ConfabWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_welcome_page_set_registry:
 * @registry: the providers
 *
 * Called once.
 */
void
confab_welcome_page_set_registry (ConfabWelcomePage *self,
                                  ConfabRegistry    *registry)
{
  g_return_if_fail (CONFAB_IS_WELCOME_PAGE (self));
  g_return_if_fail (self->registry == NULL);

  self->registry = g_object_ref (registry);
  self->filter = gtk_custom_filter_new (is_usable, NULL, NULL);
  self->usable = G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (registry)),
                                                          GTK_FILTER (g_object_ref (self->filter))));
  g_signal_connect_object (registry, "items-changed", G_CALLBACK (watch_providers), self, G_CONNECT_SWAPPED);
  watch_providers (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (registry)));

  gtk_list_box_bind_model (self->found, self->usable, create_row, NULL, NULL);
  g_signal_connect_object (self->usable, "items-changed", G_CALLBACK (update_primary), self, G_CONNECT_SWAPPED);
  self->asking_id = g_timeout_add (ASKING_DELAY_MS, asking_timeout_cb, self);
  update_primary (self);
  self->local_watch = confab_local_watch_new (GTK_WIDGET (self), registry);
}

/**
 * confab_welcome_page_set_folded:
 * @folded: whether the page has the window to itself
 */
void
confab_welcome_page_set_folded (ConfabWelcomePage *self,
                                gboolean           folded)
{
  g_return_if_fail (CONFAB_IS_WELCOME_PAGE (self));

  adw_header_bar_set_show_start_title_buttons (self->header_bar, folded);
}
