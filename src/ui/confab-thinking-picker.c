/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-thinking-picker"

#include "config.h"

#include "confab-thinking-picker.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "confab-enum.h"

/**
 * ConfabThinkingPicker:
 *
 * A button that tells how much the model will think, with a menu to choose another level. Where it
 * is narrow a picture stands for the word “thinking”; its name stays the same.
 */
struct _ConfabThinkingPicker
{
  GtkWidget            parent_instance;

  /* template */
  GtkMenuButton       *menu_button;
  GtkLabel            *label;
  GtkLabel            *short_label;

  GSimpleAction       *action;       /* owned: its state is the nick of the level */
  GSimpleAction       *once_action;  /* owned: the same for the next message alone */
  guint                levels;
  gboolean             never_off;
  ConfabThinkingLevel  selected;
  gboolean             once;       /* that is for the next message alone */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabThinkingPicker, confab_thinking_picker, GTK_TYPE_WIDGET)

static void
on_level_activate_cb (ConfabThinkingPicker *self,
                      GVariant             *parameter)
{
  int level = CONFAB_THINKING_UNSET;

  if (confab_enum_from_nick (CONFAB_TYPE_THINKING_LEVEL, g_variant_get_string (parameter, NULL), &level))
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, level, FALSE);
}

static void
on_once_activate_cb (ConfabThinkingPicker *self,
                     GVariant             *parameter)
{
  int level = CONFAB_THINKING_UNSET;

  if (confab_enum_from_nick (CONFAB_TYPE_THINKING_LEVEL, g_variant_get_string (parameter, NULL), &level))
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, level, TRUE);
}

static GMenu *
new_menu (ConfabThinkingPicker *self,
          const char           *action)
{
  GMenu *menu = g_menu_new ();

  for (ConfabThinkingLevel level = CONFAB_THINKING_DEFAULT; level <= CONFAB_THINKING_HIGH; level++)
    {
      g_autoptr(GMenuItem) item = NULL;

      if ((self->levels & 1u << level) == 0)
        continue;

      item = g_menu_item_new (confab_thinking_picker_get_word (level, self->never_off), NULL);
      g_menu_item_set_action_and_target (item, action, "s",
                                         confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) level));
      g_menu_append_item (menu, item);
    }

  return menu;
}

static void
rebuild_menu (ConfabThinkingPicker *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) levels = new_menu (self, "thinking.level");
  g_autoptr(GMenu) once = new_menu (self, "thinking.once");
  g_autoptr(GMenu) more = g_menu_new ();

  g_menu_append_section (menu, NULL, G_MENU_MODEL (levels));
  g_menu_append_submenu (more, _("For this message only"), G_MENU_MODEL (once));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
update_selected (ConfabThinkingPicker *self)
{
  const char *word = confab_thinking_picker_get_word (self->selected, self->never_off);
  /* Translators: how much the model thinks: “Thinking: Low” */
  g_autofree char *text = g_strdup_printf (_("Thinking: %s"), word);
  g_autofree char *description = NULL;
  const char *nick = confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) self->selected);
  g_autoptr(GVariant) level = g_variant_ref_sink (g_variant_new_string (nick));
  g_autoptr(GVariant) none = g_variant_ref_sink (g_variant_new_string (""));

  if (self->once)
    {
      g_autofree char *plain = g_steal_pointer (&text);

      /* Translators: a level of thinking, like “Thinking: Low”; for the next message and no other */
      text = g_strdup_printf (_("%s, once"), plain);
      /* Translators: a level of thinking, like “Thinking: Low” */
      description = g_strdup_printf (_("%s, for this message only"), plain);
    }
  else
    {
      description = g_strdup (text);
    }

  /* The model's own choice needs no words of its own. */
  gtk_label_set_label (self->label, self->selected == CONFAB_THINKING_DEFAULT && !self->once ? _("Thinking") : text);
  gtk_label_set_label (self->short_label, word);
  gtk_widget_set_visible (GTK_WIDGET (self->short_label), self->selected != CONFAB_THINKING_DEFAULT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  g_simple_action_set_state (self->action, self->once ? none : level);
  g_simple_action_set_state (self->once_action, self->once ? level : none);
}

static void
confab_thinking_picker_dispose (GObject *object)
{
  ConfabThinkingPicker *self = CONFAB_THINKING_PICKER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_THINKING_PICKER);
  g_clear_object (&self->action);
  g_clear_object (&self->once_action);

  G_OBJECT_CLASS (confab_thinking_picker_parent_class)->dispose (object);
}

static void
confab_thinking_picker_class_init (ConfabThinkingPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_thinking_picker_dispose;

  /**
   * ConfabThinkingPicker::chosen:
   * @level: a #ConfabThinkingLevel
   * @once: whether it is for the next message alone
   */
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_THINKING_LEVEL, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-thinking-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabThinkingPicker, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabThinkingPicker, label);
  gtk_widget_class_bind_template_child (widget_class, ConfabThinkingPicker, short_label);
}

static void
confab_thinking_picker_init (ConfabThinkingPicker *self)
{
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->action = g_simple_action_new_stateful ("level", G_VARIANT_TYPE_STRING, g_variant_new_string ("default"));
  g_signal_connect_object (self->action, "activate", G_CALLBACK (on_level_activate_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->action));
  self->once_action = g_simple_action_new_stateful ("once", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect_object (self->once_action, "activate", G_CALLBACK (on_once_activate_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->once_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "thinking", G_ACTION_GROUP (group));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  update_selected (self);
}

/**
 * confab_thinking_picker_new:
 *
 * Returns: (transfer floating): a picker that is not shown, for there is nothing to choose yet
 */
ConfabThinkingPicker *
confab_thinking_picker_new (void)
{
  return g_object_new (CONFAB_TYPE_THINKING_PICKER, NULL);
}

/**
 * confab_thinking_picker_set_levels:
 * @levels: a bit `1 << level` for each level there is; without any there is no picker to be seen
 * @never_off: whether the model thinks also when it is told not to
 * @selected: the level in use; the model's own choice stands for one that there is not
 *
 * Shows what can be chosen and what is, without telling of it.
 */
void
confab_thinking_picker_set_levels (ConfabThinkingPicker *self,
                                   guint                 levels,
                                   gboolean              never_off,
                                   ConfabThinkingLevel   selected)
{
  g_return_if_fail (CONFAB_IS_THINKING_PICKER (self));

  if ((levels & 1u << selected) == 0)
    selected = CONFAB_THINKING_DEFAULT;

  /* An open menu must not be taken away from under the pointer. */
  if (levels != self->levels || never_off != self->never_off)
    {
      self->levels = levels;
      self->never_off = never_off;
      rebuild_menu (self);
    }

  self->selected = selected;
  update_selected (self);
  gtk_widget_set_visible (GTK_WIDGET (self), levels != 0);
}

/**
 * confab_thinking_picker_set_once:
 * @once: whether the level in use is for the next message alone
 *
 * Shows that without telling of it.
 */
void
confab_thinking_picker_set_once (ConfabThinkingPicker *self,
                                 gboolean              once)
{
  g_return_if_fail (CONFAB_IS_THINKING_PICKER (self));

  self->once = once;
  update_selected (self);
}

/**
 * confab_thinking_picker_get_selected:
 *
 * Returns: the level that is shown as the one in use
 */
ConfabThinkingLevel
confab_thinking_picker_get_selected (ConfabThinkingPicker *self)
{
  g_return_val_if_fail (CONFAB_IS_THINKING_PICKER (self), CONFAB_THINKING_DEFAULT);

  return self->selected;
}

/**
 * confab_thinking_picker_get_word:
 * @level: a level
 * @never_off: whether the model thinks also when it is told not to
 *
 * Returns: (transfer none): what a person calls the level
 */
const char *
confab_thinking_picker_get_word (ConfabThinkingLevel level,
                                 gboolean            never_off)
{
  switch (level)
    {
    case CONFAB_THINKING_OFF:
      /* Translators: a level of thinking, for models that cannot do without */
      return never_off ? C_("thinking", "Least") : C_("thinking", "Off");

    case CONFAB_THINKING_LOW:
      return C_("thinking", "Low");

    case CONFAB_THINKING_MEDIUM:
      return C_("thinking", "Medium");

    case CONFAB_THINKING_HIGH:
      return C_("thinking", "High");

    case CONFAB_THINKING_DEFAULT:
    case CONFAB_THINKING_UNSET:
    default:
      return C_("thinking", "Model’s own choice");
    }
}

/**
 * confab_thinking_picker_follow:
 * @chat: (nullable): the conversation that is open
 *
 * Shows what can be chosen for its next message, and what is.
 */
void
confab_thinking_picker_follow (ConfabThinkingPicker *self,
                               ConfabChat           *chat)
{
  ConfabProvider *provider = chat != NULL ? confab_chat_get_provider (chat) : NULL;

  g_return_if_fail (CONFAB_IS_THINKING_PICKER (self));

  if (provider == NULL)
    confab_thinking_picker_set_levels (self, 0, FALSE, CONFAB_THINKING_DEFAULT);
  else
    confab_thinking_picker_set_levels (self, confab_chat_get_thinking_levels (chat),
                                       confab_provider_type_is_never_off (
                                         confab_provider_get_provider_type (provider), confab_chat_get_model (chat)),
                                       confab_chat_get_thinking (chat));
  confab_thinking_picker_set_once (self, provider != NULL && confab_chat_get_thinking_once (chat));
}
