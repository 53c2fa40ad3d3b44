/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabDateGroup:
 *
 * How long ago something was, as the list of conversations says it.
 */
typedef enum
{
  CONFAB_DATE_GROUP_PINNED,
  CONFAB_DATE_GROUP_TODAY,
  CONFAB_DATE_GROUP_YESTERDAY,
  CONFAB_DATE_GROUP_WEEK,
  CONFAB_DATE_GROUP_MONTH,
  CONFAB_DATE_GROUP_OLDER,
} ConfabDateGroup;

ConfabDateGroup confab_date_group_for_time (gint64     time_us,
                                            GDateTime *now);

#define CONFAB_TYPE_DATE_GROUPS (confab_date_groups_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDateGroups, confab_date_groups, CONFAB, DATE_GROUPS, GObject)

ConfabDateGroups *confab_date_groups_new (GListModel *conversations) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
