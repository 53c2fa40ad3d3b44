/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search-row"

#include "config.h"

#include "confab-search-row.h"

#include "confab-conversation-title.h"

#include <glib/gi18n.h>

/**
 * ConfabSearchRow:
 *
 * One place where something was found: the conversation, when, and the words about it.
 */
struct _ConfabSearchRow
{
  GtkWidget  parent_instance;

  /* template */
  GtkWidget *box;
  GtkLabel  *title;
  GtkLabel  *date;
  GtkLabel  *snippet;
};

G_DEFINE_FINAL_TYPE (ConfabSearchRow, confab_search_row, GTK_TYPE_WIDGET)

static char *
dup_date (gint64 time_us)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) then = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (then == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (then) != g_date_time_get_year (now))
    /* Translators: the day of a message of another year, as strftime has it: “5 May 2024”. */
    return g_date_time_format (then, _("%-e %b %Y"));
  if (g_date_time_get_day_of_year (then) != g_date_time_get_day_of_year (now))
    /* Translators: the day of a message of this year, as strftime has it: “5 May”. */
    return g_date_time_format (then, _("%-e %b"));

  /* Translators: the time of a message of today, as strftime has it: “14:05”. */
  return g_date_time_format (then, _("%H:%M"));
}

static void
set_bold (GtkLabel              *label,
          const ConfabTextRange *ranges,
          guint                  n_ranges)
{
  g_autoptr(PangoAttrList) list = pango_attr_list_new ();

  for (guint i = 0; i < n_ranges; i++)
    {
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      bold->start_index = (guint) ranges[i].start;
      bold->end_index = (guint) ranges[i].end;
      pango_attr_list_insert (list, bold);
    }
  gtk_label_set_attributes (label, list);
}

/* What the keyboard walks over is the list's own widget around the row. */
static void
update_spoken (ConfabSearchRow *self,
               ConfabSearchHit *hit)
{
  GtkWidget *line = gtk_widget_get_parent (GTK_WIDGET (self));

  if (line == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (line),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_label (self->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  confab_search_hit_get_message_id (hit) != NULL
                                    ? gtk_label_get_label (self->snippet) : gtk_label_get_label (self->date),
                                  -1);
}

static void
confab_search_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_SEARCH_ROW);

  G_OBJECT_CLASS (confab_search_row_parent_class)->dispose (object);
}

static void
confab_search_row_class_init (ConfabSearchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_search_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-search-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchRow, box);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchRow, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchRow, date);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchRow, snippet);
  gtk_widget_class_set_css_name (widget_class, "hit");
}

static void
confab_search_row_init (ConfabSearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_search_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
confab_search_row_new (void)
{
  return g_object_new (CONFAB_TYPE_SEARCH_ROW, NULL);
}

/**
 * confab_search_row_set_hit:
 * @hit: what to show
 */
void
confab_search_row_set_hit (ConfabSearchRow *self,
                           ConfabSearchHit *hit)
{
  const ConfabTextRange *ranges;
  guint n_ranges;
  const char *title;
  gboolean is_title;
  g_autofree char *date = NULL;
  g_autofree char *day = NULL;

  g_return_if_fail (CONFAB_IS_SEARCH_ROW (self));
  g_return_if_fail (CONFAB_IS_SEARCH_HIT (hit));

  title = confab_search_hit_get_title (hit);
  is_title = confab_search_hit_get_message_id (hit) == NULL;
  ranges = confab_search_hit_get_ranges (hit, &n_ranges);

  gtk_label_set_label (self->title, confab_conversation_title_get_shown (title));
  set_bold (self->title, ranges, is_title ? n_ranges : 0);
  gtk_label_set_label (self->snippet, confab_search_hit_get_snippet (hit));
  set_bold (self->snippet, ranges, is_title ? 0 : n_ranges);
  gtk_widget_set_visible (GTK_WIDGET (self->snippet), !is_title);

  day = dup_date (confab_search_hit_get_time_us (hit));
  if (confab_search_hit_get_archived (hit))
    /* Translators: %s is a day; the conversation was put away. */
    date = g_strdup_printf (_("Archived · %s"), day);
  gtk_label_set_label (self->date, date != NULL ? date : day);
  update_spoken (self, hit);
}
