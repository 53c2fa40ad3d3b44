/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-card"

#include "config.h"

#include "confab-provider-card.h"

#include "confab-address-scope.h"
#include "confab-failure-text.h"
#include "confab-hidden-text.h"
#include "confab-provider-error.h"
#include "confab-provider-policy-error.h"
#include "confab-provider-status.h"
#include "confab-tooltip-names.h"

#include <glib/gi18n.h>

/**
 * ConfabProviderCard:
 *
 * Everything a person can see and change of one provider. A stored key is never shown: its entry
 * only takes a new one.
 */
struct _ConfabProviderCard
{
  AdwExpanderRow   parent_instance;

  /* template */
  GtkLabel        *tile;
  GtkBox          *pill;
  GtkImage        *pill_icon;
  GtkLabel        *pill_label;
  GtkWidget       *activate_button;
  AdwActionRow    *about_row;
  AdwActionRow    *key_row;
  GtkWidget       *unlock_button;
  GtkWidget       *remove_button;
  GtkEditable     *key_entry;
  AdwActionRow    *key_page_row;
  GtkEditable     *model_entry;
  GtkWidget       *models_button;
  GtkPopover      *models_popover;
  GtkListView     *models_view;
  GtkEditable     *base_url_entry;
  GtkWidget       *private_row;
  GtkSwitch       *private_switch;
  AdwActionRow    *check_row;
  GtkWidget       *now_button;
  GtkWidget       *test_button;
  AdwActionRow    *enabled_row;
  GtkWidget       *default_button;
  GtkSwitch       *enabled_switch;

  ConfabRegistry  *registry;     /* owned */
  ConfabProvider  *provider;     /* owned */
  GCancellable    *cancellable;  /* owned, fires when the card goes */
  char            *refused_url;  /* owned, nullable: an address that waits to be allowed */
  char            *feedback;     /* owned, nullable: what came of the last change */
  guint            countdown;    /* source id, only while a rate limit runs */
};

G_DEFINE_FINAL_TYPE (ConfabProviderCard, confab_provider_card, ADW_TYPE_EXPANDER_ROW)

static void
set_feedback (ConfabProviderCard *self,
              const GError       *error)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);

  g_clear_pointer (&self->feedback, g_free);
  if (error != NULL)
    self->feedback = confab_failure_text_summary (error, confab_provider_get_name (self->provider),
                                                  confab_provider_type_get_key_page (type));
}

static void
set_entry (GtkEditable *entry,
           const char  *text)
{
  GtkWidget *focus = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (entry));

  /* What is being typed is not overwritten by what another program, or the provider, says. */
  if (root != NULL)
    focus = gtk_root_get_focus (root);
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (entry)))
    return;

  if (g_strcmp0 (gtk_editable_get_text (entry), text != NULL ? text : "") != 0)
    gtk_editable_set_text (entry, text != NULL ? text : "");
}

static void
update_pill (gpointer user_data)
{
  static const char *const classes[] = { "success", "warning", "error", "dim-label" };
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (user_data);
  g_auto(ConfabProviderStatus) status = { 0 };

  g_clear_handle_id (&self->countdown, g_source_remove);
  confab_provider_status_init (&status, self->provider, g_get_real_time ());

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->pill), classes[i]);
  if (status.css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->pill), status.css_class);
  gtk_image_set_from_icon_name (self->pill_icon, status.icon_name);
  gtk_label_set_label (self->pill_label, status.text);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), *status.text != '\0');

  if ((confab_provider_get_state (self->provider) == CONFAB_PROVIDER_STATE_RATE_LIMITED ||
       confab_provider_get_state (self->provider) == CONFAB_PROVIDER_STATE_RESTING) &&
      confab_provider_get_retry_at_us (self->provider) > g_get_real_time () &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->countdown = g_timeout_add_once (1000, update_pill, self);
}

static gboolean
has_private_address (ConfabProviderCard *self)
{
  const char *base_url = confab_provider_get_base_url (self->provider);
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && g_uri_get_host (uri) != NULL &&
         confab_address_scope_of_host (g_uri_get_host (uri)) != CONFAB_ADDRESS_PUBLIC;
}

static void
update (ConfabProviderCard *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  const ConfabKeySource source = confab_provider_get_key_source (self->provider);
  const gboolean local = confab_provider_type_get_local (type);
  const gboolean is_default = confab_registry_get_default_provider (self->registry) == self->provider;
  const gboolean usable = confab_provider_get_usable (self->provider);
  g_autofree char *note = confab_provider_status_dup_note (self->provider);
  g_autofree char *key = confab_provider_status_dup_key (self->provider);
  g_autofree char *check = confab_provider_status_dup_check (self->provider);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), confab_provider_get_name (self->provider));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, confab_provider_get_name (self->provider), -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), note);
  update_pill (self);

  adw_action_row_set_subtitle (self->key_row, key);
  gtk_widget_set_visible (self->unlock_button, source == CONFAB_KEY_SOURCE_LOCKED);
  gtk_widget_set_visible (self->remove_button,
                          source == CONFAB_KEY_SOURCE_KEYRING || source == CONFAB_KEY_SOURCE_FILE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_entry),
                                 source == CONFAB_KEY_SOURCE_KEYRING || source == CONFAB_KEY_SOURCE_FILE
                                 ? _("Replace the key") : _("Add a key"));

  set_entry (self->model_entry, confab_provider_get_model (self->provider));
  set_entry (self->base_url_entry,
             self->refused_url != NULL ? self->refused_url : confab_provider_get_base_url (self->provider));
  gtk_widget_set_visible (self->private_row, self->refused_url != NULL || (!local && has_private_address (self)));
  gtk_switch_set_state (self->private_switch,
                        self->refused_url == NULL && confab_provider_get_private_meant (self->provider));
  gtk_widget_set_visible (self->models_button,
                          g_list_model_get_n_items (confab_provider_get_models (self->provider)) > 0);

  adw_action_row_set_subtitle (self->check_row, self->feedback != NULL ? self->feedback : check);
  gtk_widget_set_visible (self->now_button, confab_provider_get_retry_at_us (self->provider) > g_get_real_time ());
  gtk_widget_set_sensitive (self->test_button,
                            confab_provider_get_state (self->provider) != CONFAB_PROVIDER_STATE_CHECKING);

  gtk_switch_set_state (self->enabled_switch, confab_provider_get_enabled (self->provider));
  gtk_widget_set_visible (self->activate_button, local && usable && !is_default);
  gtk_widget_set_visible (self->default_button, !local && usable && !is_default);
  adw_action_row_set_subtitle (self->enabled_row,
                               is_default ? _("New conversations start with it") : "");
}

static void
registry_done (ConfabProviderCard *self,
               const GError       *error)
{
  set_feedback (self, error);
  update (self);
}

static void
set_key_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderCard *self;

  confab_registry_set_key_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_CARD (user_data);
  if (error == NULL || error->domain == CONFAB_PROVIDER_ERROR)
    gtk_editable_set_text (self->key_entry, "");
  registry_done (self, error);
}

static void
remove_key_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_remove_key_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    registry_done (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
change_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    registry_done (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
base_url_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderCard *self;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_CARD (user_data);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->base_url_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->base_url_entry), "error");

  /* What was refused waits in the entry for the person to say that it is meant. */
  g_clear_pointer (&self->refused_url, g_free);
  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS))
    self->refused_url = g_strdup (gtk_editable_get_text (self->base_url_entry));
  registry_done (self, error);
}

static void
apply_base_url (ConfabProviderCard *self)
{
  g_autofree char *base_url = g_strstrip (g_strdup (gtk_editable_get_text (self->base_url_entry)));

  confab_registry_change_async (self->registry, self->provider, CONFAB_PROVIDER_FIELD_BASE_URL, base_url,
                                self->cancellable, base_url_cb, self);
}

static void
private_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  ConfabProviderCard *self;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PROVIDER_CARD (user_data);
  if (error == NULL && self->refused_url != NULL)
    apply_base_url (self);
  else
    registry_done (self, error);
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_check_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    registry_done (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
set_default_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_set_default_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    registry_done (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_unlock_keyring_finish (CONFAB_REGISTRY (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    registry_done (CONFAB_PROVIDER_CARD (user_data), error);
}

static void
on_key_apply_cb (ConfabProviderCard *self)
{
  g_autoptr(ConfabSecret) typed = confab_hidden_text_dup_text (self->key_entry);
  g_autoptr(ConfabSecret) key = confab_secret_new_trimmed (confab_secret_peek (typed));

  if (confab_secret_get_length (key) == 0)
    return;

  confab_registry_set_key_async (self->registry, self->provider, key, self->cancellable, set_key_cb, self);
}

static void
paste_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabProviderCard *self;

  text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || text == NULL)
    return;

  self = CONFAB_PROVIDER_CARD (user_data);
  confab_hidden_text_set (self->key_entry, g_strstrip (text));
  gtk_widget_grab_focus (GTK_WIDGET (self->key_entry));
  confab_secret_wipe (text);
}

static void
on_paste_clicked_cb (ConfabProviderCard *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->cancellable, paste_cb, self);
}

static void
on_remove_clicked_cb (ConfabProviderCard *self)
{
  confab_registry_remove_key_async (self->registry, self->provider, self->cancellable, remove_key_cb, self);
}

static void
on_unlock_clicked_cb (ConfabProviderCard *self)
{
  confab_registry_unlock_keyring_async (self->registry, self->cancellable, unlock_cb, self);
}

static void
on_key_page_activated_cb (ConfabProviderCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *page = confab_provider_type_get_key_page (confab_provider_get_provider_type (self->provider));

  if (page != NULL)
    gtk_show_uri (GTK_WINDOW (root), page, GDK_CURRENT_TIME);
}

static void
on_model_apply_cb (ConfabProviderCard *self)
{
  g_autofree char *model = g_strstrip (g_strdup (gtk_editable_get_text (self->model_entry)));

  confab_registry_change_async (self->registry, self->provider, CONFAB_PROVIDER_FIELD_MODEL, model,
                                self->cancellable, change_cb, self);
}

static void
on_model_activate_cb (ConfabProviderCard *self,
                      guint               position)
{
  g_autoptr(ConfabModelInfo) model = g_list_model_get_item (confab_provider_get_models (self->provider), position);

  gtk_popover_popdown (self->models_popover);
  if (model == NULL)
    return;

  gtk_editable_set_text (self->model_entry, confab_model_info_get_id (model));
  on_model_apply_cb (self);
}

static gboolean
on_private_set_cb (ConfabProviderCard *self,
                   gboolean            meant)
{
  if (meant != gtk_switch_get_state (self->private_switch))
    confab_registry_change_async (self->registry, self->provider, CONFAB_PROVIDER_FIELD_PRIVATE_MEANT,
                                  meant ? "true" : "false", self->cancellable, private_cb, self);

  /* The switch follows the provider, not the click. */
  return TRUE;
}

static void
on_now_clicked_cb (ConfabProviderCard *self)
{
  set_feedback (self, NULL);
  confab_provider_try_now (self->provider);
}

static void
on_test_clicked_cb (ConfabProviderCard *self)
{
  set_feedback (self, NULL);
  confab_registry_check_async (self->registry, self->provider, self->cancellable, check_cb, self);
}

static void
on_default_clicked_cb (ConfabProviderCard *self)
{
  confab_registry_set_default_async (self->registry, self->provider, self->cancellable, set_default_cb, self);
}

static gboolean
on_enabled_set_cb (ConfabProviderCard *self,
                   gboolean            enabled)
{
  if (enabled != confab_provider_get_enabled (self->provider))
    confab_registry_change_async (self->registry, self->provider, CONFAB_PROVIDER_FIELD_ENABLED,
                                  enabled ? "true" : "false", self->cancellable, change_cb, self);

  /* The switch follows the provider, not the click. */
  return TRUE;
}

static void
on_factory_setup_cb (ConfabProviderCard *self,
                     GtkListItem        *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (list_item, label);
}

static void
on_factory_bind_cb (ConfabProviderCard *self,
                    GtkListItem        *list_item)
{
  ConfabModelInfo *model = gtk_list_item_get_item (list_item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (list_item)), confab_model_info_get_id (model));
}

static void
fill_constant_rows (ConfabProviderCard *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (self->provider);
  const char *key_page = confab_provider_type_get_key_page (type);
  const gboolean takes_key = confab_provider_type_get_accepts_key (type);
  g_autofree char *css_class = g_strconcat ("provider-", confab_provider_type_get_id (type), NULL);

  gtk_label_set_label (self->tile, confab_provider_type_get_initials (type));
  gtk_widget_add_css_class (GTK_WIDGET (self->tile), css_class);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->about_row), confab_provider_type_get_best_for (type));
  adw_action_row_set_subtitle (self->about_row, confab_provider_type_get_cost_note (type));
  adw_action_row_set_title_lines (self->about_row, 0);

  gtk_widget_set_visible (GTK_WIDGET (self->key_row), takes_key);
  gtk_widget_set_visible (GTK_WIDGET (self->key_entry), takes_key);
  gtk_widget_set_visible (GTK_WIDGET (self->key_page_row), takes_key && key_page != NULL);
  adw_action_row_set_subtitle (self->key_page_row, key_page != NULL ? key_page : "");
}

/* The rows of a card that is being unfolded take the focus when they are in their places: the page
 * scrolls to where they are then. */
static gboolean
focus_when_mapped_cb (GtkWidget     *widget,
                      GdkFrameClock *clock,
                      gpointer       user_data)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (widget);
  GtkWidget *target = gtk_widget_get_visible (GTK_WIDGET (self->key_entry)) ? GTK_WIDGET (self->key_entry)
                                                                              : self->test_button;
  GtkWidget *revealer = gtk_widget_get_ancestor (target, GTK_TYPE_REVEALER);

  if (!gtk_widget_get_mapped (target) || gtk_widget_get_height (target) == 0 ||
      (revealer != NULL && !gtk_revealer_get_child_revealed (GTK_REVEALER (revealer))))
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (target);
  return G_SOURCE_REMOVE;
}

static void
confab_provider_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_provider_card_parent_class)->map (widget);

  update_pill (widget);
}

static void
confab_provider_card_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CONFAB_PROVIDER_CARD (widget)->countdown, g_source_remove);

  GTK_WIDGET_CLASS (confab_provider_card_parent_class)->unmap (widget);
}

static void
confab_provider_card_dispose (GObject *object)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->countdown, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROVIDER_CARD);
  g_clear_object (&self->registry);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (confab_provider_card_parent_class)->dispose (object);
}

static void
confab_provider_card_finalize (GObject *object)
{
  ConfabProviderCard *self = CONFAB_PROVIDER_CARD (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->refused_url, g_free);
  g_clear_pointer (&self->feedback, g_free);

  G_OBJECT_CLASS (confab_provider_card_parent_class)->finalize (object);
}

static void
confab_provider_card_class_init (ConfabProviderCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_provider_card_dispose;
  object_class->finalize = confab_provider_card_finalize;
  widget_class->map = confab_provider_card_map;
  widget_class->unmap = confab_provider_card_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-provider-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, tile);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, pill);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, pill_icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, pill_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, activate_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, about_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, key_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, key_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, key_page_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, model_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, models_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, models_popover);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, models_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, base_url_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, private_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, private_switch);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, check_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, now_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, test_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, enabled_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, default_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCard, enabled_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_key_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_base_url);
  gtk_widget_class_bind_template_callback (widget_class, on_private_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_now_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_default_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_enabled_set_cb);
}

static void
confab_provider_card_init (ConfabProviderCard *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  confab_tooltip_names_give (GTK_WIDGET (self));
  confab_hidden_text_attach (self->key_entry);

  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_factory_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_factory_bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->models_view, factory);
}

/**
 * confab_provider_card_new:
 * @registry: who changes providers
 * @provider: the provider to show
 *
 * Returns: (transfer floating): the card
 */
GtkWidget *
confab_provider_card_new (ConfabRegistry *registry,
                          ConfabProvider *provider)
{
  ConfabProviderCard *self;
  g_autoptr(GtkNoSelection) selection = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  self = g_object_new (CONFAB_TYPE_PROVIDER_CARD, NULL);
  self->registry = g_object_ref (registry);
  self->provider = g_object_ref (provider);

  selection = gtk_no_selection_new (g_object_ref (confab_provider_get_models (provider)));
  gtk_list_view_set_model (self->models_view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (provider, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_provider_get_models (provider), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "notify::default-provider", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  fill_constant_rows (self);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * confab_provider_card_get_provider:
 *
 * Returns: (transfer none): the provider it shows
 */
ConfabProvider *
confab_provider_card_get_provider (ConfabProviderCard *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_CARD (self), NULL);

  return self->provider;
}

/**
 * confab_provider_card_open:
 *
 * Unfolds the card and moves the focus to what is most likely wanted: the key, or the check.
 */
void
confab_provider_card_open (ConfabProviderCard *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_CARD (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_when_mapped_cb, NULL, NULL);
}
