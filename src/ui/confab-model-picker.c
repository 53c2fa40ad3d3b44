/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-picker"

#include "config.h"

#include "confab-model-picker.h"

#include "confab-list-pieces.h"
#include "confab-model-choices.h"
#include "confab-model-row.h"
#include "confab-popover-width.h"

#include <glib/gi18n.h>

/* In letters: beyond that the button names no provider. */
#define MAX_LABEL 40

/**
 * ConfabModelPicker:
 *
 * A button that names the model in use, and a list to choose another from, by provider.
 */
struct _ConfabModelPicker
{
  GtkWidget       parent_instance;

  /* template */
  GtkMenuButton  *menu_button;
  GtkWidget      *long_box;
  GtkLabel       *label;
  GtkLabel       *short_label;
  GtkPopover     *popover;
  GtkEditable    *search_entry;
  GtkStack       *stack;
  GtkWidget      *scroller;
  GtkWidget      *empty;
  GtkListView    *list_view;
  GtkCheckButton *once_button;
  GtkLabel       *notice;

  ConfabRegistry       *registry;       /* owned */
  ConfabFavoriteModels *favorites;      /* owned, nullable */
  GListModel           *conversations;  /* owned, nullable */
  GListModel           *choices;        /* owned, nullable: until the list is opened */
  ConfabListPieces     *pieces;         /* owned */
  guint                 refill_id;      /* source id, when lists have changed */
  ConfabProvider       *provider;       /* owned, nullable */
  char                 *model;          /* owned, nullable */
  gboolean              once;           /* that is for the next message alone */
};

enum { SIGNAL_OPENED, SIGNAL_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabModelPicker, confab_model_picker, GTK_TYPE_WIDGET)

static void
update_label (ConfabModelPicker *self)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *tip = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *shortened = NULL;
  g_autofree char *description = NULL;
  const gboolean has_model = self->model != NULL && *self->model != '\0' && self->provider != NULL &&
                             !confab_provider_get_demonstration (self->provider);

  if (has_model)
    name = confab_provider_dup_model_name (self->provider, self->model);

  if (self->provider == NULL)
    text = g_strdup (_("Choose a model"));
  else if (!has_model)
    text = g_strdup (confab_provider_get_name (self->provider));
  else
    text = g_strdup_printf ("%s · %s", name, confab_provider_get_name (self->provider));

  /* Translators: a model; it answers the next message and no other */
  shown = self->once ? g_strdup_printf (_("Once: %s"), text) : g_strdup (text);
  shortened = self->once && has_model ? g_strdup_printf (_("Once: %s"), name)
                                      : g_strdup (has_model ? name : shown);
  gtk_label_set_label (self->label, shown);
  gtk_label_set_label (self->short_label, shortened);
  gtk_widget_set_visible (self->long_box, g_utf8_strlen (shown, -1) <= MAX_LABEL);
  description = self->once ? g_strdup_printf (_("Model for this message only: %s"), text)
                           : g_strdup_printf (_("Model: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  if (has_model && !g_str_equal (name, self->model))
    tip = g_strdup_printf ("%s\n%s", _("Model and provider"), self->model);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), tip != NULL ? tip : _("Model and provider"));
}

static void
refill (ConfabModelPicker *self)
{
  g_autoptr(ConfabModelChoices) choices = NULL;

  g_clear_handle_id (&self->refill_id, g_source_remove);
  choices = confab_model_choices_new (self->registry, self->favorites, self->conversations,
                                      gtk_editable_get_text (self->search_entry));
  g_set_object (&self->choices, G_LIST_MODEL (choices));
  confab_list_pieces_set_model (self->pieces, self->choices);
  gtk_stack_set_visible_child (self->stack, g_list_model_get_n_items (self->choices) > 0 ? self->scroller
                                                                                          : self->empty);
}

static void
choose (ConfabModelPicker *self,
        ConfabModelChoice *choice)
{
  if (!confab_model_choice_get_usable (choice))
    return;

  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, confab_model_choice_get_provider (choice),
                 confab_model_info_get_id (confab_model_choice_get_model (choice)),
                 gtk_check_button_get_active (self->once_button));
}

static void
on_list_activate_cb (ConfabModelPicker *self,
                     guint              position)
{
  g_autoptr(ConfabModelChoice) choice = g_list_model_get_item (self->choices, position);

  if (choice != NULL)
    choose (self, choice);
}

/* Tab would go through all the lines. It goes from a line to its star, and then on; the lines are for
 * the arrow keys. */
static gboolean
on_list_key_pressed_cb (ConfabModelPicker *self,
                        guint              keyval,
                        guint              keycode,
                        GdkModifierType    state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self->list_view)));
  const gboolean is_star = GTK_IS_TOGGLE_BUTTON (focus);
  GtkWidget *next = GTK_WIDGET (self->search_entry);

  if (focus == NULL || (keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab))
    return GDK_EVENT_PROPAGATE;

  if ((state & GDK_SHIFT_MASK) != 0)
    return is_star ? GDK_EVENT_PROPAGATE : gtk_widget_grab_focus (next);

  if (!is_star && gtk_widget_child_focus (focus, GTK_DIR_TAB_FORWARD))
    return GDK_EVENT_STOP;
  if (gtk_widget_get_visible (GTK_WIDGET (self->once_button)))
    next = GTK_WIDGET (self->once_button);

  return gtk_widget_grab_focus (next);
}

/* Enter in the search entry takes the first model that is left. */
static void
on_search_activate_cb (ConfabModelPicker *self)
{
  /* The entry waits a moment before it says that it changed; Enter does not. */
  refill (self);

  for (guint i = 0; i < g_list_model_get_n_items (self->choices); i++)
    {
      g_autoptr(ConfabModelChoice) choice = g_list_model_get_item (self->choices, i);

      if (confab_model_choice_get_usable (choice))
        {
          choose (self, choice);
          return;
        }
    }
}

static gboolean
refill_cb (gpointer user_data)
{
  ConfabModelPicker *self = CONFAB_MODEL_PICKER (user_data);

  self->refill_id = 0;
  refill (self);

  return G_SOURCE_REMOVE;
}

/* Lists arrive while somebody looks, of several providers at once, and taking a long one is work enough for a
 * frame. */
static void
on_models_changed_cb (ConfabModelPicker *self)
{
  if (self->refill_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    self->refill_id = g_idle_add (refill_cb, self);
  update_label (self);
}

/* The lines stay where they are until the list is opened again, or the focus and the pointer would be
 * on others. */
static void
set_favorite_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ConfabModelPicker *self = CONFAB_MODEL_PICKER (widget);
  g_autoptr(GError) error = NULL;
  const char *provider_id, *model, *name;
  gboolean is_favorite;

  g_variant_get (parameter, "(&s&s&sb)", &provider_id, &model, &name, &is_favorite);
  if (self->favorites == NULL)
    return;

  if (is_favorite)
    confab_favorite_models_add (self->favorites, provider_id, model, name, &error);
  else
    confab_favorite_models_remove (self->favorites, provider_id, model, &error);

  gtk_widget_set_visible (GTK_WIDGET (self->notice), error != NULL);
  gtk_label_set_label (self->notice, error != NULL ? error->message : "");
}

/* The entry keeps Escape for itself. */
static void
on_search_stopped_cb (ConfabModelPicker *self)
{
  gtk_popover_popdown (self->popover);
}

static void
on_popover_show_cb (ConfabModelPicker *self)
{
  confab_popover_width_fit (self->popover);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  gtk_check_button_set_active (self->once_button, self->once);
  gtk_editable_set_text (self->search_entry, "");
  refill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));

  /* What they listed last is there at once; what is old is asked for. A failure shows on the
   * provider's card. */
  confab_registry_refresh_models (self->registry);
}

static void
on_factory_setup_cb (ConfabModelPicker *self,
                     GtkListItem       *list_item)
{
  gtk_list_item_set_child (list_item, confab_model_row_new (self->favorites));
}

static void
on_factory_bind_cb (ConfabModelPicker *self,
                    GtkListItem       *list_item)
{
  ConfabModelChoice *choice = gtk_list_item_get_item (list_item);

  /* Headings can have the focus, too: a list whose first line cannot is passed by. */
  confab_model_row_set_choice (CONFAB_MODEL_ROW (gtk_list_item_get_child (list_item)), choice);
  gtk_list_item_set_activatable (list_item, confab_model_choice_get_usable (choice));
}

static void
confab_model_picker_dispose (GObject *object)
{
  ConfabModelPicker *self = CONFAB_MODEL_PICKER (object);

  g_clear_handle_id (&self->refill_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_MODEL_PICKER);
  g_clear_object (&self->registry);
  g_clear_object (&self->favorites);
  g_clear_object (&self->conversations);
  g_clear_object (&self->pieces);
  g_clear_object (&self->choices);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (confab_model_picker_parent_class)->dispose (object);
}

static void
confab_model_picker_finalize (GObject *object)
{
  ConfabModelPicker *self = CONFAB_MODEL_PICKER (object);

  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (confab_model_picker_parent_class)->finalize (object);
}

static void
confab_model_picker_class_init (ConfabModelPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = confab_model_picker_dispose;
  object_class->finalize = confab_model_picker_finalize;

  /**
   * ConfabModelPicker::opened:
   *
   * The list is opened, by whomever.
   */
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * ConfabModelPicker::chosen:
   * @provider: who has the model
   * @model: the model's id
   * @once: whether it is for the next message alone
   */
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, CONFAB_TYPE_PROVIDER, G_TYPE_STRING, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "models.set-favorite", "(sssb)", set_favorite_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-model-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, long_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, label);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, short_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, popover);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, empty);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, list_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, once_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelPicker, notice);
  gtk_widget_class_bind_template_callback (widget_class, refill);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
}

static void
confab_model_picker_init (ConfabModelPicker *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_factory_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_factory_bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  self->pieces = confab_list_pieces_new (self->list_view);
}

/**
 * confab_model_picker_new:
 * @registry: the providers
 * @favorites: (nullable): the models that come first, and can be changed here
 * @conversations: (nullable): a list of [class@Conversation], whose models come next
 *
 * Returns: (transfer floating): the picker
 */
ConfabModelPicker *
confab_model_picker_new (ConfabRegistry       *registry,
                         ConfabFavoriteModels *favorites,
                         GListModel           *conversations)
{
  ConfabModelPicker *self;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (favorites == NULL || CONFAB_IS_FAVORITE_MODELS (favorites), NULL);
  g_return_val_if_fail (conversations == NULL || G_IS_LIST_MODEL (conversations), NULL);

  self = g_object_new (CONFAB_TYPE_MODEL_PICKER, NULL);
  self->registry = g_object_ref (registry);
  g_set_object (&self->favorites, favorites);
  g_set_object (&self->conversations, conversations);
  g_signal_connect_object (registry, "models-changed", G_CALLBACK (on_models_changed_cb), self,
                           G_CONNECT_SWAPPED);
  confab_model_picker_set_selected (self, NULL, NULL);

  return self;
}

/**
 * confab_model_picker_set_selected:
 * @provider: (nullable): the provider in use
 * @model: (nullable): the model in use
 *
 * Shows what is in use without telling of it.
 */
void
confab_model_picker_set_selected (ConfabModelPicker *self,
                                  ConfabProvider    *provider,
                                  const char        *model)
{
  g_return_if_fail (CONFAB_IS_MODEL_PICKER (self));

  g_set_object (&self->provider, provider);
  g_free (self->model);
  self->model = g_strdup (model);
  update_label (self);
}

/**
 * confab_model_picker_offer_once:
 *
 * Lets a person choose for the next message alone.
 */
void
confab_model_picker_offer_once (ConfabModelPicker *self)
{
  g_return_if_fail (CONFAB_IS_MODEL_PICKER (self));

  gtk_widget_set_visible (GTK_WIDGET (self->once_button), TRUE);
}

/**
 * confab_model_picker_set_once:
 * @once: whether what is in use is for the next message alone
 *
 * Shows that without telling of it.
 */
void
confab_model_picker_set_once (ConfabModelPicker *self,
                              gboolean           once)
{
  g_return_if_fail (CONFAB_IS_MODEL_PICKER (self));

  self->once = once;
  update_label (self);
}

/**
 * confab_model_picker_popup:
 *
 * Opens the list.
 */
void
confab_model_picker_popup (ConfabModelPicker *self)
{
  g_return_if_fail (CONFAB_IS_MODEL_PICKER (self));

  gtk_menu_button_popup (self->menu_button);
}
