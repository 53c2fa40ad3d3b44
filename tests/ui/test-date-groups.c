/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-conversation.h"
#include "confab-date-groups.h"

#include <gtk/gtk.h>

static gint64
local_us (GTimeZone *zone,
          int        year,
          int        month,
          int        day,
          int        hour,
          int        minute)
{
  g_autoptr(GDateTime) time = g_date_time_new (zone, year, month, day, hour, minute, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_groups_by_calendar_day (void)
{
  static const struct { int month, day, hour, minute; ConfabDateGroup expected; } cases[] = {
    { 5, 20, 10, 30, CONFAB_DATE_GROUP_TODAY },
    { 5, 20,  0,  0, CONFAB_DATE_GROUP_TODAY },
    { 5, 21,  1,  0, CONFAB_DATE_GROUP_TODAY },      /* a clock that was ahead */
    { 5, 19, 23, 59, CONFAB_DATE_GROUP_YESTERDAY },
    { 5, 19,  0,  0, CONFAB_DATE_GROUP_YESTERDAY },
    { 5, 18, 23, 59, CONFAB_DATE_GROUP_WEEK },
    { 5, 13,  0,  0, CONFAB_DATE_GROUP_WEEK },
    { 5, 12, 23, 59, CONFAB_DATE_GROUP_MONTH },
    { 4, 20,  0,  0, CONFAB_DATE_GROUP_MONTH },
    { 4, 19, 12,  0, CONFAB_DATE_GROUP_OLDER },
    { 1,  1,  0,  0, CONFAB_DATE_GROUP_OLDER },
  };
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("+02");
  g_autoptr(GDateTime) now = g_date_time_new (zone, 2026, 5, 20, 10, 45, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gint64 time_us = local_us (zone, 2026, cases[i].month, cases[i].day, cases[i].hour, cases[i].minute);

      g_test_message ("%d-%d %d:%02d", cases[i].month, cases[i].day, cases[i].hour, cases[i].minute);
      g_assert_cmpint (confab_date_group_for_time (time_us, now), ==, cases[i].expected);
    }
}

static char *
describe (GListModel *groups)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (groups, i);

      if (GTK_IS_STRING_OBJECT (item))
        g_string_append_printf (text, "[%s]", gtk_string_object_get_string (GTK_STRING_OBJECT (item)));
      else
        g_string_append_printf (text, " %s ", confab_conversation_get_title (CONFAB_CONVERSATION (item)));
    }

  return g_string_free (text, FALSE);
}

static ConfabConversation *
add_conversation (GListStore *store,
                  guint       position,
                  const char *title,
                  int         days_ago)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();

  confab_conversation_set_title (conversation, title);
  confab_conversation_set_updated_at_us (conversation, g_get_real_time () - days_ago * G_TIME_SPAN_DAY);
  g_list_store_insert (store, position, conversation);

  return conversation;
}

static void
record_change_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u;", position, removed, added);
}

static void
test_announces_only_what_differs (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_CONVERSATION);
  g_autoptr(ConfabDateGroups) groups = confab_date_groups_new (G_LIST_MODEL (store));
  g_autoptr(GString) changes = g_string_new (NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  add_conversation (store, 0, "old", 100);
  add_conversation (store, 0, "new", 0);
  before = describe (G_LIST_MODEL (groups));
  g_assert_cmpstr (before, ==, "[Today] new [Older] old ");

  g_signal_connect (groups, "items-changed", G_CALLBACK (record_change_cb), changes);
  add_conversation (store, 0, "newest", 0);
  after = describe (G_LIST_MODEL (groups));
  g_assert_cmpstr (after, ==, "[Today] newest  new [Older] old ");
  g_assert_cmpstr (changes->str, ==, "1-0+1;");

  g_string_truncate (changes, 0);
  g_list_store_remove (store, 2);
  g_assert_cmpstr (changes->str, ==, "3-2+0;");
}

static void
test_pinned_come_first (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_CONVERSATION);
  g_autoptr(ConfabDateGroups) groups = NULL;
  g_autofree char *text = NULL;

  confab_conversation_set_pinned (add_conversation (store, 0, "kept", 100), TRUE);
  add_conversation (store, 1, "new", 0);
  groups = confab_date_groups_new (G_LIST_MODEL (store));

  text = describe (G_LIST_MODEL (groups));
  g_assert_cmpstr (text, ==, "[Pinned] kept [Today] new ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/date-groups/by-calendar-day", test_groups_by_calendar_day);
  g_test_add_func ("/ui/date-groups/announces-only-what-differs", test_announces_only_what_differs);
  g_test_add_func ("/ui/date-groups/pinned-come-first", test_pinned_come_first);

  return g_test_run ();
}
