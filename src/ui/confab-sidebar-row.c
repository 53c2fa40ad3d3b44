/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sidebar-row"

#include "config.h"

#include "confab-sidebar-row.h"

#include "confab-conversation-title.h"

#include <glib/gi18n.h>

/**
 * ConfabSidebarRow:
 *
 * A row of the sidebar: a conversation with its context menu, or the heading of a group.
 *
 * It changes nothing itself: "rename-requested", "pin-requested", "archive-requested" and
 * "remove-requested" ask for it.
 */
struct _ConfabSidebarRow
{
  GtkWidget           parent_instance;

  /* template */
  GtkWidget          *box;
  GtkLabel           *title;
  GtkWidget          *pin;
  GtkWidget          *busy;
  GtkWidget          *unseen;
  GMenuModel         *context_menu;

  ConfabConversation *conversation;  /* owned, nullable */
  GBindingGroup      *bindings;      /* owned */
  GSignalGroup       *changes;       /* owned: of what a screen reader says */
  GtkWidget          *popover;       /* owned child, nullable */
};

enum { PROP_0, PROP_PINNED, N_PROPS };
enum { SIGNAL_RENAME_REQUESTED, SIGNAL_PIN_REQUESTED, SIGNAL_ARCHIVE_REQUESTED, SIGNAL_REMOVE_REQUESTED,
       N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabSidebarRow, confab_sidebar_row, GTK_TYPE_WIDGET)

static void
replace_popover (ConfabSidebarRow *self,
                 GtkWidget        *popover)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = popover;
  if (popover != NULL)
    gtk_widget_set_parent (popover, GTK_WIDGET (self));
}

static void
show_context_menu (ConfabSidebarRow *self,
                   double            x,
                   double            y)
{
  if (self->conversation == NULL)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.archive",
                                 !confab_conversation_get_archived (self->conversation));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.unarchive",
                                 confab_conversation_get_archived (self->conversation));
  replace_popover (self, gtk_popover_menu_new_from_model (self->context_menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_secondary_pressed_cb (ConfabSidebarRow *self,
                         int               n_press,
                         double            x,
                         double            y)
{
  show_context_menu (self, x, y);
}

static void
on_long_pressed_cb (ConfabSidebarRow *self,
                    double            x,
                    double            y)
{
  show_context_menu (self, x, y);
}

static void
on_entry_activate_cb (ConfabSidebarRow *self,
                      GtkEntry         *entry)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (*title != '\0' && self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_RENAME_REQUESTED], 0, self->conversation, title);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
rename_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (widget);
  GtkWidget *popover;
  GtkWidget *entry;

  if (self->conversation == NULL)
    return;

  entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), confab_conversation_get_title (self->conversation));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Title of the conversation"), -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_entry_activate_cb), self);

  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), entry);
  replace_popover (self, popover);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_widget_grab_focus (entry);
}

static void
delete_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (widget);

  if (self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_REMOVE_REQUESTED], 0, self->conversation);
}

static void
export_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (widget);

  if (self->conversation != NULL)
    gtk_widget_activate_action (widget, "app.export-conversation", "s",
                                confab_conversation_get_id (self->conversation));
}

static void
archive_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (widget);

  if (self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_ARCHIVE_REQUESTED], 0, self->conversation,
                   g_str_equal (action_name, "conversation.archive"));
}

static void
menu_activated (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  show_context_menu (CONFAB_SIDEBAR_ROW (widget), gtk_widget_get_width (widget) / 2.0,
                     gtk_widget_get_height (widget));
}

static gboolean
title_to_shown (GBinding     *binding,
                const GValue *from,
                GValue       *to,
                gpointer      user_data)
{
  g_value_set_string (to, confab_conversation_title_get_shown (g_value_get_string (from)));

  return TRUE;
}

/* What the keyboard walks over is the list's own widget around the row, which has no name by
 * itself. */
static void
update_spoken (ConfabSidebarRow *self)
{
  GtkWidget *line = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *state = "";

  if (line == NULL)
    return;

  if (self->conversation == NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (line),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_label (self->title),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "",
                                      -1);
      return;
    }

  if (confab_conversation_get_busy (self->conversation))
    state = _("A reply is arriving");
  else if (confab_conversation_get_unseen (self->conversation))
    state = _("A reply arrived");
  else if (confab_conversation_get_pinned (self->conversation))
    state = _("Pinned");
  gtk_accessible_update_property (GTK_ACCESSIBLE (line),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  confab_conversation_title_get_shown (
                                    confab_conversation_get_title (self->conversation)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, state,
                                  -1);
}

static void
confab_sidebar_row_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (widget);

  GTK_WIDGET_CLASS (confab_sidebar_row_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
confab_sidebar_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (object);

  switch (prop_id)
    {
    case PROP_PINNED:
      g_value_set_boolean (value, self->conversation != NULL &&
                                  confab_conversation_get_pinned (self->conversation));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_sidebar_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (object);

  switch (prop_id)
    {
    case PROP_PINNED:
      if (self->conversation != NULL)
        g_signal_emit (self, signals[SIGNAL_PIN_REQUESTED], 0, self->conversation,
                       g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_sidebar_row_dispose (GObject *object)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->bindings);
  g_clear_object (&self->changes);
  g_clear_object (&self->conversation);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (confab_sidebar_row_parent_class)->dispose (object);
}

/* Only what is not to be read otherwise: a tooltip covers the row below. */
static gboolean
on_query_tooltip_cb (ConfabSidebarRow *self,
                     int               x,
                     int               y,
                     gboolean          keyboard_tooltip,
                     GtkTooltip       *tooltip)
{
  if (self->conversation == NULL || !pango_layout_is_ellipsized (gtk_label_get_layout (self->title)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_label (self->title));
  return TRUE;
}

static void
confab_sidebar_row_class_init (ConfabSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = confab_sidebar_row_get_property;
  object_class->set_property = confab_sidebar_row_set_property;
  object_class->dispose = confab_sidebar_row_dispose;
  widget_class->size_allocate = confab_sidebar_row_size_allocate;

  props[PROP_PINNED] =
    g_param_spec_boolean ("pinned", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabSidebarRow::rename-requested:
   * @conversation: which
   * @title: the new title
   */
  signals[SIGNAL_RENAME_REQUESTED] =
    g_signal_new ("rename-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_CONVERSATION, G_TYPE_STRING);

  /**
   * ConfabSidebarRow::pin-requested:
   * @conversation: which
   * @pinned: whether it shall stay at the top
   */
  signals[SIGNAL_PIN_REQUESTED] =
    g_signal_new ("pin-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_CONVERSATION, G_TYPE_BOOLEAN);

  /**
   * ConfabSidebarRow::archive-requested:
   * @conversation: which
   * @archived: whether it shall be out of the way
   */
  signals[SIGNAL_ARCHIVE_REQUESTED] =
    g_signal_new ("archive-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_CONVERSATION, G_TYPE_BOOLEAN);

  /**
   * ConfabSidebarRow::remove-requested:
   * @conversation: which
   */
  signals[SIGNAL_REMOVE_REQUESTED] =
    g_signal_new ("remove-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_CONVERSATION);

  gtk_widget_class_install_action (widget_class, "conversation.rename", NULL, rename_activated);
  gtk_widget_class_install_action (widget_class, "conversation.export", NULL, export_activated);
  gtk_widget_class_install_action (widget_class, "conversation.delete", NULL, delete_activated);
  gtk_widget_class_install_action (widget_class, "conversation.archive", NULL, archive_activated);
  gtk_widget_class_install_action (widget_class, "conversation.unarchive", NULL, archive_activated);
  gtk_widget_class_install_action (widget_class, "conversation.menu", NULL, menu_activated);
  gtk_widget_class_install_property_action (widget_class, "conversation.pinned", "pinned");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, box);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, pin);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, busy);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, unseen);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, context_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_long_pressed_cb);
  gtk_widget_class_set_css_name (widget_class, "conversation");
}

static void
confab_sidebar_row_init (ConfabSidebarRow *self)
{
  static const char *const spoken[] = { "notify::title", "notify::busy", "notify::unseen", "notify::pinned" };

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Not of the row itself: a tooltip of that would be one of its menu, too, and lie over it. */
  gtk_widget_set_has_tooltip (self->box, TRUE);
  g_signal_connect_swapped (self->box, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), self);

  self->bindings = g_binding_group_new ();
  g_binding_group_bind_full (self->bindings, "title", self->title, "label", G_BINDING_SYNC_CREATE,
                             title_to_shown, NULL, NULL, NULL);
  g_binding_group_bind (self->bindings, "busy", self->busy, "visible", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "unseen", self->unseen, "visible", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "pinned", self->pin, "visible", G_BINDING_SYNC_CREATE);

  self->changes = g_signal_group_new (CONFAB_TYPE_CONVERSATION);
  for (guint i = 0; i < G_N_ELEMENTS (spoken); i++)
    g_signal_group_connect_swapped (self->changes, spoken[i], G_CALLBACK (update_spoken), self);
}

/**
 * confab_sidebar_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
confab_sidebar_row_new (void)
{
  return g_object_new (CONFAB_TYPE_SIDEBAR_ROW, NULL);
}

/**
 * confab_sidebar_row_get_conversation:
 *
 * Returns: (transfer none) (nullable): what the row shows, %NULL if it is a heading
 */
ConfabConversation *
confab_sidebar_row_get_conversation (ConfabSidebarRow *self)
{
  g_return_val_if_fail (CONFAB_IS_SIDEBAR_ROW (self), NULL);

  return self->conversation;
}

/**
 * confab_sidebar_row_set_item:
 * @item: (nullable): a #ConfabConversation, a #GtkStringObject for a heading, or nothing
 */
void
confab_sidebar_row_set_item (ConfabSidebarRow *self,
                             gpointer          item)
{
  const gboolean is_heading = GTK_IS_STRING_OBJECT (item);
  ConfabConversation *conversation = CONFAB_IS_CONVERSATION (item) ? item : NULL;

  g_return_if_fail (CONFAB_IS_SIDEBAR_ROW (self));

  replace_popover (self, NULL);
  g_set_object (&self->conversation, conversation);
  g_binding_group_set_source (self->bindings, self->conversation);
  g_signal_group_set_target (self->changes, self->conversation);

  if (is_heading)
    {
      gtk_label_set_label (self->title, gtk_string_object_get_string (item));
      gtk_widget_set_visible (self->busy, FALSE);
      gtk_widget_set_visible (self->unseen, FALSE);
      gtk_widget_set_visible (self->pin, FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self->title), "group-heading");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->title), "group-heading");
    }
  if (item != NULL)
    update_spoken (self);
}
