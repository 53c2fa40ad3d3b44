/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-date-groups"

#include "config.h"

#include "confab-date-groups.h"

#include "confab-conversation.h"

#include <gtk/gtk.h>
#include <glib/gi18n.h>

/**
 * ConfabDateGroups:
 *
 * A list of conversations with headings between them: a #GtkStringObject before each group, then
 * its #ConfabConversation objects.
 *
 * The list view of the oldest toolkit this runs on knows no sections, hence headings are items.
 */
struct _ConfabDateGroups
{
  GObject     parent_instance;

  GListModel *conversations;  /* owned */
  GPtrArray  *items;          /* owned, of GObject */
};

static void confab_date_groups_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabDateGroups, confab_date_groups, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, confab_date_groups_list_model_init))

static const char *
get_heading (ConfabDateGroup group)
{
  switch (group)
    {
    case CONFAB_DATE_GROUP_PINNED:
      return _("Pinned");

    case CONFAB_DATE_GROUP_TODAY:
      return _("Today");

    case CONFAB_DATE_GROUP_YESTERDAY:
      return _("Yesterday");

    case CONFAB_DATE_GROUP_WEEK:
      return _("Previous 7 days");

    case CONFAB_DATE_GROUP_MONTH:
      return _("Previous 30 days");

    case CONFAB_DATE_GROUP_OLDER:
      return _("Older");

    default:
      g_assert_not_reached ();
    }
}

static GPtrArray *
build_items (ConfabDateGroups *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n = g_list_model_get_n_items (self->conversations);
  int last = -1;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (self->conversations, i);
      const ConfabDateGroup group = confab_conversation_get_pinned (conversation)
        ? CONFAB_DATE_GROUP_PINNED
        : confab_date_group_for_time (confab_conversation_get_updated_at_us (conversation), now);

      if ((int) group != last)
        g_ptr_array_add (items, gtk_string_object_new (get_heading (group)));
      last = group;
      g_ptr_array_add (items, g_steal_pointer (&conversation));
    }

  return items;
}

static gboolean
same_item (gpointer a,
           gpointer b)
{
  if (a == b)
    return TRUE;

  return GTK_IS_STRING_OBJECT (a) && GTK_IS_STRING_OBJECT (b) &&
         g_str_equal (gtk_string_object_get_string (a), gtk_string_object_get_string (b));
}

/* Only the stretch that differs is announced, so that the selection and the scroll position of a
 * view survive a conversation moving to the top. */
static void
rebuild (ConfabDateGroups *self)
{
  g_autoptr(GPtrArray) old = self->items;
  guint prefix = 0;
  guint suffix = 0;
  guint shorter;

  self->items = build_items (self);
  shorter = MIN (old->len, self->items->len);

  while (prefix < shorter && same_item (old->pdata[prefix], self->items->pdata[prefix]))
    prefix++;
  while (suffix < shorter - prefix &&
         same_item (old->pdata[old->len - 1 - suffix], self->items->pdata[self->items->len - 1 - suffix]))
    suffix++;

  if (prefix + suffix < MAX (old->len, self->items->len))
    g_list_model_items_changed (G_LIST_MODEL (self), prefix,
                                old->len - prefix - suffix, self->items->len - prefix - suffix);
}

static GType
confab_date_groups_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
confab_date_groups_get_n_items (GListModel *model)
{
  return CONFAB_DATE_GROUPS (model)->items->len;
}

static gpointer
confab_date_groups_get_item (GListModel *model,
                             guint       position)
{
  ConfabDateGroups *self = CONFAB_DATE_GROUPS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
confab_date_groups_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_date_groups_get_item_type;
  iface->get_n_items = confab_date_groups_get_n_items;
  iface->get_item = confab_date_groups_get_item;
}

static void
confab_date_groups_dispose (GObject *object)
{
  ConfabDateGroups *self = CONFAB_DATE_GROUPS (object);

  g_clear_object (&self->conversations);

  G_OBJECT_CLASS (confab_date_groups_parent_class)->dispose (object);
}

static void
confab_date_groups_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_DATE_GROUPS (object)->items, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_date_groups_parent_class)->finalize (object);
}

static void
confab_date_groups_class_init (ConfabDateGroupsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_date_groups_dispose;
  object_class->finalize = confab_date_groups_finalize;
}

static void
confab_date_groups_init (ConfabDateGroups *self)
{
}

/**
 * confab_date_group_for_time:
 * @time_us: a time in microseconds since 1970 UTC
 * @now: the present, in the time zone that decides where a day begins
 *
 * Returns: how long ago that was, in days of the calendar
 */
ConfabDateGroup
confab_date_group_for_time (gint64     time_us,
                            GDateTime *now)
{
  g_autoptr(GDateTime) midnight = NULL;
  gint64 begin_us;

  g_return_val_if_fail (now != NULL, CONFAB_DATE_GROUP_OLDER);

  midnight = g_date_time_new (g_date_time_get_timezone (now),
                              g_date_time_get_year (now), g_date_time_get_month (now),
                              g_date_time_get_day_of_month (now), 0, 0, 0);
  begin_us = g_date_time_to_unix (midnight) * G_USEC_PER_SEC;

  if (time_us >= begin_us)
    return CONFAB_DATE_GROUP_TODAY;
  if (time_us >= begin_us - G_TIME_SPAN_DAY)
    return CONFAB_DATE_GROUP_YESTERDAY;
  if (time_us >= begin_us - 7 * G_TIME_SPAN_DAY)
    return CONFAB_DATE_GROUP_WEEK;
  if (time_us >= begin_us - 30 * G_TIME_SPAN_DAY)
    return CONFAB_DATE_GROUP_MONTH;

  return CONFAB_DATE_GROUP_OLDER;
}

/**
 * confab_date_groups_new:
 * @conversations: (transfer none): a list of #ConfabConversation, already in order
 *
 * Returns: (transfer full): the list with headings
 */
ConfabDateGroups *
confab_date_groups_new (GListModel *conversations)
{
  ConfabDateGroups *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (conversations), NULL);

  self = g_object_new (CONFAB_TYPE_DATE_GROUPS, NULL);
  self->conversations = g_object_ref (conversations);
  self->items = build_items (self);
  g_signal_connect_object (conversations, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);

  return self;
}
