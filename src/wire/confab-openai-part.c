/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-openai-part"

#include "config.h"

#include "confab-openai-part.h"

/* What other vendors have taken over from the format of OpenAI to the letter. */

/**
 * confab_openai_part_write_image:
 * @writer: where to
 * @item: a picture
 *
 * Writes a picture as a part of a message, its data in the address.
 */
void
confab_openai_part_write_image (ConfabJsonWriter     *writer,
                                const ConfabWireItem *item)
{
  const char *mime_type = confab_part_get_mime_type (item->part);
  g_autofree char *prefix = g_strdup_printf ("data:%s;base64,", mime_type != NULL ? mime_type : "image/png");

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "image_url");
  confab_json_writer_add_name (writer, "image_url");
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "url");
  confab_json_writer_add_data (writer, prefix, confab_part_get_data (item->part));
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);
}

/**
 * confab_openai_part_write_result:
 * @writer: where to
 * @item: what came of a tool
 *
 * Writes a result as a message of its own.
 */
void
confab_openai_part_write_result (ConfabJsonWriter     *writer,
                                 const ConfabWireItem *item)
{
  g_autofree char *text = confab_wire_item_dup_result_text (item);

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "tool");
  confab_json_writer_set_string (writer, "tool_call_id", item->id);
  confab_json_writer_set_string (writer, "content", text);
  confab_json_writer_end_object (writer);
}
