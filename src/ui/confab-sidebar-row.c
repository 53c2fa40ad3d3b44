/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sidebar-row"

#include "config.h"

#include "confab-sidebar-row.h"

#include "confab-conversation-title.h"

#include <glib/gi18n.h>

/**
 * ConfabSidebarRow:
 *
 * A row of the sidebar: a conversation, or the heading of a group.
 *
 * It has no menu itself: "menu-requested" asks for it.
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

  ConfabConversation *conversation;  /* owned, nullable */
  GBindingGroup      *bindings;      /* owned */
  GSignalGroup       *changes;       /* owned: of what a screen reader says */
};

enum { SIGNAL_MENU_REQUESTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabSidebarRow, confab_sidebar_row, GTK_TYPE_WIDGET)

static void
request_menu (ConfabSidebarRow *self,
              double            x,
              double            y)
{
  if (self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_MENU_REQUESTED], 0, x, y);
}

static void
on_secondary_pressed_cb (ConfabSidebarRow *self,
                         int               n_press,
                         double            x,
                         double            y)
{
  request_menu (self, x, y);
}

static void
on_long_pressed_cb (ConfabSidebarRow *self,
                    double            x,
                    double            y)
{
  request_menu (self, x, y);
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
confab_sidebar_row_dispose (GObject *object)
{
  ConfabSidebarRow *self = CONFAB_SIDEBAR_ROW (object);

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

  object_class->dispose = confab_sidebar_row_dispose;

  /**
   * ConfabSidebarRow::menu-requested:
   * @x: where in the row
   * @y: where in the row
   *
   * The menu of the conversation is wanted.
   */
  signals[SIGNAL_MENU_REQUESTED] =
    g_signal_new ("menu-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, box);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, pin);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, busy);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebarRow, unseen);
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

/**
 * confab_sidebar_row_find:
 * @list_view: a list of rows
 * @conversation: (nullable): which one is wanted, %NULL for any
 *
 * Returns: (transfer none) (nullable): the row of the conversation, the last one of any; %NULL if
 *   there is none, for there are only those that are in sight
 */
GtkWidget *
confab_sidebar_row_find (GtkListView        *list_view,
                         ConfabConversation *conversation)
{
  for (GtkWidget *line = gtk_widget_get_last_child (GTK_WIDGET (list_view));
       line != NULL;
       line = gtk_widget_get_prev_sibling (line))
    {
      GtkWidget *row = gtk_widget_get_first_child (line);
      ConfabConversation *shown = CONFAB_IS_SIDEBAR_ROW (row) ? CONFAB_SIDEBAR_ROW (row)->conversation : NULL;

      if (shown != NULL && (conversation == NULL || shown == conversation))
        return row;
    }

  return NULL;
}
