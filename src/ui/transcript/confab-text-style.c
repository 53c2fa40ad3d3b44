/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-style"

#include "config.h"

#include "confab-text-style.h"

#define HEADING_SPACING 1.3
#define CODE_SCALE      0.94

/* Footnote marks: small, and lifted by this part of the font. */
#define MARK_SCALE      0.75
#define MARK_RISE       0.33

/**
 * confab_text_style_get_font_size:
 * @widget: a widget
 *
 * Returns: the size of its font in Pango units
 */
int
confab_text_style_get_font_size (GtkWidget *widget)
{
  const PangoFontDescription *font = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  const int size = pango_font_description_get_size (font);

  /* Style sheets give pixels, settings may give points. */
  return pango_font_description_get_size_is_absolute (font) ? size : size * 96 / 72;
}

static void
add_attribute (PangoAttrList  *list,
               PangoAttribute *attribute,
               gsize           start,
               gsize           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static void
add_color (PangoAttrList *list,
           GtkWidget     *widget,
           const char    *name,
           gsize          start,
           gsize          end)
{
  GdkRGBA color;

  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color))
    add_attribute (list, pango_attr_foreground_new (color.red * 65535, color.green * 65535, color.blue * 65535),
                   start, end);
}

static void
add_span (GtkWidget                *widget,
          PangoAttrList            *list,
          double                    scale,
          const ConfabMarkdownSpan *span)
{
  switch (span->style)
    {
    case CONFAB_MARKDOWN_STYLE_EMPHASIS:
      add_attribute (list, pango_attr_style_new (PANGO_STYLE_ITALIC), span->start, span->end);
      break;

    case CONFAB_MARKDOWN_STYLE_STRONG:
      add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
      break;

    case CONFAB_MARKDOWN_STYLE_CODE:
      add_attribute (list, pango_attr_family_new ("monospace"), span->start, span->end);
      add_attribute (list, pango_attr_scale_new (scale * CODE_SCALE), span->start, span->end);
      add_attribute (list, pango_attr_insert_hyphens_new (FALSE), span->start, span->end);
      break;

    case CONFAB_MARKDOWN_STYLE_STRIKE:
      add_attribute (list, pango_attr_strikethrough_new (TRUE), span->start, span->end);
      break;

    case CONFAB_MARKDOWN_STYLE_LINK:
    case CONFAB_MARKDOWN_STYLE_IMAGE:
      if (span->target == NULL)
        break;
      add_color (list, widget, "accent_color", span->start, span->end);
      add_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), span->start, span->end);
      break;

    case CONFAB_MARKDOWN_STYLE_FOOTNOTE:
      add_color (list, widget, "accent_color", span->start, span->end);
      add_attribute (list, pango_attr_scale_new (scale * MARK_SCALE), span->start, span->end);
      add_attribute (list, pango_attr_rise_new (confab_text_style_get_font_size (widget) * MARK_RISE),
                     span->start, span->end);
      break;

    default:
      break;
    }
}

static void
add_line_height (PangoAttrList *list,
                 GtkWidget     *widget,
                 double         spacing)
{
  const int size = confab_text_style_get_font_size (widget);

  pango_attr_list_insert (list, pango_attr_line_height_new_absolute (size * spacing));
}

/**
 * confab_text_style_dup_plain:
 * @widget: whose style to take
 * @spacing: from line to line, as a part of the font's size, or 0 for the font's own
 *
 * Returns: (transfer full): what sets text as it is
 */
PangoAttrList *
confab_text_style_dup_plain (GtkWidget *widget,
                             double     spacing)
{
  PangoAttrList *list = pango_attr_list_new ();

  if (spacing > 0)
    add_line_height (list, widget, spacing);

  return list;
}

/**
 * confab_text_style_dup_markdown:
 * @widget: whose style to take
 * @text: a text with spans
 * @scale: size of the font against that of the widget
 * @bold: set all of it bold
 *
 * Returns: (transfer full): what sets its spans apart
 */
PangoAttrList *
confab_text_style_dup_markdown (GtkWidget                *widget,
                                const ConfabMarkdownText *text,
                                double                    scale,
                                gboolean                  bold)
{
  PangoAttrList *list = pango_attr_list_new ();

  add_line_height (list, widget, scale * (scale > 1 ? HEADING_SPACING : CONFAB_TEXT_STYLE_PROSE_SPACING));
  if (scale != 1)
    pango_attr_list_insert (list, pango_attr_scale_new (scale));
  if (bold)
    pango_attr_list_insert (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD));

  for (guint i = 0; i < text->spans->len; i++)
    add_span (widget, list, scale, &g_array_index (text->spans, ConfabMarkdownSpan, i));

  return list;
}
