/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is attached: read from real files, checked for who is to get it, sent, and kept with a draft. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "confab-attachments.h"
#include "confab-chat.h"
#include "confab-conversation-list.h"
#include "confab-document-error.h"
#include "confab-failure-text.h"
#include "confab-media-error.h"
#include "engine-fixture.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x90\x08\x02\0\0\0"
#define PDF \
  "%PDF-1.4\n" \
  "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n" \
  "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n" \
  "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R\n" \
  "/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj\n" \
  "4 0 obj <</Length 49>> stream\nBT /F1 18 Tf 20 40 Td (Rye needs patience) Tj ET\nendstream endobj\n" \
  "trailer <</Root 1 0 R>>\n"
#define CODE_BASE64 "cHJpbnQoMSkK"  /* of print(1) and the end of a line */
#define BYTES(text) text, sizeof (text) - 1

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} Fixture;

/* Those that the environment alone does not lead to the peer. */
static void
write_records (const char *uri)
{
  static const struct { const char *type, *config; } providers[] = {
    { "bedrock", "\"region\":\"us-east-1\"" },
    { "cohere", "" },
    { "openai", "\"dialect\":\"openai-responses\"" },
  };
  g_autoptr(GString) text = g_string_new ("{\"version\":1,\"providers\":[");

  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    g_string_append_printf (text, "%s{\"id\":\"other-%s\",\"type\":\"%s\",\"base_url\":\"%s\",\"config\":{%s},"
                            "\"api_key\":\"" CONFAB_TEST_PEER_KEY "\"}",
                            i > 0 ? "," : "", providers[i].type, providers[i].type, uri, providers[i].config);
  g_string_append (text, "]}");
  engine_write_records (text->str);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  write_records (confab_test_peer_get_uri (fixture->peer));
  fixture->context = engine_load ();
  engine_probe (fixture->context);
  g_assert_true (engine_open_history (fixture->context, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

static char *
write_file (const char *name,
            const char *data,
            gsize       size)
{
  g_autofree char *path = engine_home_build (name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&path);
}

static void
await_loaded (ConfabAttachments *attachments)
{
  while (confab_attachments_is_loading (attachments))
    g_main_context_iteration (NULL, TRUE);
}

static void
add_path (ConfabAttachments *attachments,
          const char        *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  confab_attachments_add_file (attachments, file);
}

/* Adds it and waits. Borrowed. */
static ConfabAttachment *
load_path (ConfabAttachments *attachments,
           const char        *path)
{
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (attachments));
  g_autoptr(ConfabAttachment) attachment = NULL;

  add_path (attachments, path);
  await_loaded (attachments);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (attachments)), ==, n_items + 1);
  attachment = g_list_model_get_item (G_LIST_MODEL (attachments), n_items);

  return attachment;
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char     *name;
    const char     *data;
    gsize           size;
    ConfabPartKind  kind;
    const char     *mime_type;
    const char     *content;  /* nullable: as it is in the file */
  } cases[] = {
    { "a.png", BYTES (PNG), CONFAB_PART_IMAGE, "image/png", NULL },
    { "lying.txt", BYTES (PNG), CONFAB_PART_IMAGE, "image/png", NULL },
    { "no ending", BYTES ("GIF89a\x40\x01\xc8\0;"), CONFAB_PART_IMAGE, "image/gif", NULL },
    { "a.py", BYTES ("print(1)\n"), CONFAB_PART_DOCUMENT, "text/x-python", NULL },
    { "lying.png", BYTES ("no picture\n"), CONFAB_PART_DOCUMENT, "text/plain", NULL },
    { "old.txt", BYTES ("Gr\xfc\xdf" "e"), CONFAB_PART_DOCUMENT, "text/plain", "Grüße" },
    { "a.svg", BYTES ("<svg xmlns='http://www.w3.org/2000/svg'/>"), CONFAB_PART_DOCUMENT, "image/svg+xml", NULL },
    { "a.pdf", BYTES (PDF), CONFAB_PART_DOCUMENT, "application/pdf", NULL },
    { "Ünï 漢字 🙂.md", BYTES ("# Yes\n"), CONFAB_PART_DOCUMENT, "text/markdown", NULL },
    { "a.zip", BYTES ("PK\3\4\0\0\0\0"), CONFAB_PART_DOCUMENT, "application/zip", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabAttachments) attachments = confab_attachments_new ();
      g_autofree char *path = write_file (cases[i].name, cases[i].data, cases[i].size);
      ConfabAttachment *attachment = load_path (attachments, path);
      const char *content = cases[i].content != NULL ? cases[i].content : cases[i].data;
      const gsize size = cases[i].content != NULL ? strlen (content) : cases[i].size;
      ConfabPart *part;

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (confab_attachment_get_error (attachment));
      g_assert_cmpint (confab_attachment_get_state (attachment), ==, CONFAB_ATTACHMENT_READY);
      g_assert_cmpstr (confab_attachment_get_name (attachment), ==, cases[i].name);
      part = confab_attachment_get_part (attachment);
      g_assert_cmpint (confab_part_get_kind (part), ==, cases[i].kind);
      g_assert_cmpstr (confab_part_get_mime_type (part), ==, cases[i].mime_type);
      g_assert_cmpmem (g_bytes_get_data (confab_part_get_data (part), NULL),
                       g_bytes_get_size (confab_part_get_data (part)), content, size);
      g_assert_true (confab_attachments_can_send (attachments));
    }
}

static void
check_failed (const char *path,
              int         code)
{
  g_autoptr(ConfabAttachments) attachments = confab_attachments_new ();
  ConfabAttachment *attachment = load_path (attachments, path);
  g_autofree char *summary = NULL;

  g_test_message ("%s", path);
  g_assert_cmpint (confab_attachment_get_state (attachment), ==, CONFAB_ATTACHMENT_FAILED);
  g_assert_error (confab_attachment_get_error (attachment), CONFAB_DOCUMENT_ERROR, code);
  g_assert_false (confab_attachments_can_send (attachments));
  summary = confab_failure_text_summary (confab_attachment_get_error (attachment), NULL, NULL);
  g_assert_true (g_str_has_suffix (summary, "."));
}

static void
test_bad_files (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *home = engine_home_build ("");
  g_autofree char *empty = write_file ("empty.txt", "", 0);
  g_autofree char *empty_pdf = write_file ("empty.pdf", "", 0);
  g_autofree char *fake_pdf = write_file ("fake.pdf", BYTES ("\0\1\2\3"));
  g_autofree char *cut_pdf = write_file ("cut.pdf", BYTES ("%PDF-1.7\nno more"));
  g_autofree char *bad_text = write_file ("bad.c", BYTES ("int \0 main"));
  g_autofree char *bad_bmp = write_file ("bad.bmp", BYTES ("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0"));
  g_autofree char *missing = engine_home_build ("missing.png");
  g_autofree char *loop = engine_home_build ("loop.png");
  g_autofree char *pipe = engine_home_build ("pipe.txt");
  g_autofree char *huge = engine_home_build ("huge.txt");
  g_autofree char *closed = write_file ("closed.txt", BYTES ("secret"));
  int fd;

  check_failed (home, CONFAB_DOCUMENT_ERROR_NO_FILE);
  check_failed (empty, CONFAB_DOCUMENT_ERROR_EMPTY);
  check_failed (empty_pdf, CONFAB_DOCUMENT_ERROR_EMPTY);
  check_failed (fake_pdf, CONFAB_DOCUMENT_ERROR_DAMAGED);
  check_failed (bad_text, CONFAB_DOCUMENT_ERROR_NOT_TEXT);
  check_failed (bad_bmp, CONFAB_DOCUMENT_ERROR_BAD_PICTURE);
  check_failed (missing, CONFAB_DOCUMENT_ERROR_NOT_FOUND);
  if (g_getenv ("CONFAB_DOCUMENT_READER") != NULL)
    check_failed (cut_pdf, CONFAB_DOCUMENT_ERROR_DAMAGED);

  g_assert_cmpint (symlink ("loop.png", loop), ==, 0);
  check_failed (loop, CONFAB_DOCUMENT_ERROR_NOT_FOUND);
  g_unlink (loop);

  /* Nobody writes into it, so whoever opened it would wait for ever. */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  check_failed (pipe, CONFAB_DOCUMENT_ERROR_NO_FILE);

  fd = g_open (huge, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  g_assert_cmpint (ftruncate (fd, CONFAB_ATTACHMENT_MAX_BYTES + 1), ==, 0);
  close (fd);
  check_failed (huge, CONFAB_DOCUMENT_ERROR_TOO_LARGE);
  g_unlink (huge);

  /* The superuser may read everything. */
  g_assert_cmpint (g_chmod (closed, 0), ==, 0);
  if (geteuid () != 0)
    check_failed (closed, CONFAB_DOCUMENT_ERROR_FORBIDDEN);
}

/* A name that is no text in any encoding. */
static void
test_odd_name (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(ConfabAttachments) attachments = confab_attachments_new ();
  g_autofree char *path = write_file ("odd\xff\n.txt", BYTES ("text"));
  ConfabAttachment *attachment = load_path (attachments, path);

  g_assert_cmpint (confab_attachment_get_state (attachment), ==, CONFAB_ATTACHMENT_READY);
  g_assert_true (g_utf8_validate (confab_attachment_get_name (attachment), -1, NULL));
  g_assert_true (g_utf8_validate (confab_part_get_name (confab_attachment_get_part (attachment)), -1, NULL));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ConfabAttachments) attachments = confab_attachments_new ();
  g_autofree char *path = write_file ("a.txt", BYTES ("text"));
  g_autoptr(ConfabAttachment) first = NULL;

  for (guint i = 0; i < CONFAB_ATTACHMENTS_MAX + 5; i++)
    add_path (attachments, path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (attachments)), ==, CONFAB_ATTACHMENTS_MAX);
  g_assert_error (confab_attachments_get_error (attachments), CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_MANY_FILES);

  /* One that is taken out while others are read. */
  first = g_list_model_get_item (G_LIST_MODEL (attachments), 0);
  confab_attachments_remove (attachments, first);
  g_assert_no_error (confab_attachments_get_error (attachments));
  await_loaded (attachments);
  g_assert_true (confab_attachments_can_send (attachments));

  confab_attachments_clear (attachments);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (attachments)), ==, 0);
}

static char *
write_picture (const char *name,
               int         width,
               int         height,
               const char *type)
{
  g_autofree char *path = engine_home_build (name);
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (pixbuf, 0x3366ccff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, type, NULL, NULL));

  return g_steal_pointer (&path);
}

static ConfabChat *
new_chat (Fixture    *fixture,
          const char *provider_id,
          const char *model)
{
  ConfabChat *chat = confab_conversation_list_new_chat (confab_context_get_conversations (fixture->context));

  confab_chat_set_target (chat, engine_get_provider (fixture->context, provider_id), model);

  return chat;
}

/* What one model does not take another does, and a picture can be made to fit. */
static void
test_checked (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = new_chat (fixture, "anthropic", "claude-sonnet-5");
  ConfabAttachments *attachments = confab_chat_get_attachments (chat);
  g_autofree char *wide = write_picture ("wide.png", 9000, 20, "png");
  g_autofree char *bmp = write_picture ("a.bmp", 30, 20, "bmp");
  ConfabAttachment *attachment = load_path (attachments, wide);

  g_assert_error (confab_attachment_get_error (attachment), CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS);
  g_assert_cmpint (confab_attachment_get_cure (attachment), ==, CONFAB_ATTACHMENT_CURE_SHRINK);
  g_assert_false (confab_attachments_can_send (attachments));
  confab_attachment_apply_cure (attachment);
  g_assert_cmpint (confab_attachment_get_state (attachment), ==, CONFAB_ATTACHMENT_LOADING);
  await_loaded (attachments);
  g_assert_no_error (confab_attachment_get_error (attachment));
  g_assert_true (confab_attachments_can_send (attachments));

  confab_chat_set_target (chat, engine_get_provider (fixture->context, "openai"), "gpt-3.5-turbo");
  g_assert_error (confab_attachment_get_error (attachment), CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NO_IMAGES);
  g_assert_cmpint (confab_attachment_get_cure (attachment), ==, CONFAB_ATTACHMENT_CURE_NONE);
  confab_chat_set_target (chat, engine_get_provider (fixture->context, "openai"), "gpt-4o");
  g_assert_no_error (confab_attachment_get_error (attachment));

  /* What providers do not take at all was made into what they do. */
  attachment = load_path (attachments, bmp);
  g_assert_cmpstr (confab_part_get_mime_type (confab_attachment_get_part (attachment)), ==, "image/png");
  g_assert_true (confab_attachments_can_send (attachments));
  confab_attachments_clear (attachments);
}

static void
await_idle (ConfabChat *chat)
{
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
}

static void
check_sent (Fixture    *fixture,
            const char *piece)
{
  g_autofree char *json = g_strdup (piece);
  const char *body = confab_test_peer_get_last_request_body (fixture->peer);

  g_strdelimit (json, "'", '"');
  if (strstr (body, json) == NULL)
    g_test_message ("No %s in %s", json, body);
  g_assert_nonnull (strstr (body, json));
}

/* The same three things to everybody, over real HTTP, to a server that checks what it is sent. */
static void
test_dialects (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { const char *provider_id, *model, *image, *text, *pdf; gboolean reads_pdf; } cases[] = {
    { "anthropic", "claude-sonnet-5", "'type':'image','source':{'type':'base64','media_type':'image/png'",
      "'type':'text','media_type':'text/plain','data':'print(1)\\n'", "'media_type':'application/pdf'", TRUE },
    { "openai", "gpt-4o", "'type':'image_url','image_url':{'url':'data:image/png;base64,", "print(1)",
      "'file_data':'data:application/pdf;base64,", TRUE },
    { "google", "gemini-3.5-flash", "'mimeType':'image/png'", "print(1)", "'mimeType':'application/pdf'", TRUE },
    { "ollama", "llama3.2", "'images':['iVBORw0", "print(1)", "Rye needs patience", FALSE },
    { "other-bedrock", "us.anthropic.claude-sonnet-5-v1:0",
      "'image':{'format':'png','source':{'bytes':'iVBORw0", "'format':'txt','name':'document-1','source':{'bytes':'" CODE_BASE64,
      "'format':'pdf','name':'document-2','source':{'bytes':'JVBERi0", TRUE },
    { "other-cohere", "command-a-vision-07-2025", "'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0",
      "print(1)", "Rye needs patience", FALSE },
    { "other-openai", "gpt-5.5", "'type':'input_image','image_url':'data:image/png;base64,iVBORw0", "print(1)",
      "'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,JVBERi0", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabChat) chat = new_chat (fixture, cases[i].provider_id, cases[i].model);
      ConfabAttachments *attachments = confab_chat_get_attachments (chat);
      g_autofree char *picture = write_picture ("a.png", 30, 20, "png");
      g_autofree char *code = write_file ("a.py", BYTES ("print(1)\n"));
      g_autofree char *pdf = write_file ("a.pdf", BYTES (PDF));
      g_autoptr(GPtrArray) parts = NULL;
      g_autoptr(ConfabMessage) reply = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].provider_id);
      add_path (attachments, picture);
      add_path (attachments, code);
      if (g_getenv ("CONFAB_DOCUMENT_READER") != NULL || cases[i].reads_pdf)
        add_path (attachments, pdf);
      await_loaded (attachments);
      g_assert_no_error (confab_attachments_get_error (attachments));
      g_assert_true (confab_attachments_can_send (attachments));
      parts = confab_attachments_dup_parts (attachments);
      g_assert_true (confab_chat_send_with_media (chat, "[[say Yes.]]", parts, &error));
      g_assert_no_error (error);
      confab_attachments_clear (attachments);
      await_idle (chat);

      reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
      g_assert_no_error (confab_message_get_error (reply));
      check_sent (fixture, cases[i].image);
      check_sent (fixture, cases[i].text);
      if (parts->len == 3)
        check_sent (fixture, cases[i].pdf);
    }
}

/* A file alone is something to say, and gives the conversation its name. */
static void
test_file_alone (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *code = write_file ("bread.py", BYTES ("print(1)\n"));
  g_autoptr(ConfabChat) chat = new_chat (fixture, "anthropic", "claude-sonnet-5");
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;

  load_path (confab_chat_get_attachments (chat), code);
  parts = confab_attachments_dup_parts (confab_chat_get_attachments (chat));
  g_assert_true (confab_chat_send_with_media (chat, "", parts, &error));
  g_assert_no_error (error);
  confab_attachments_clear (confab_chat_get_attachments (chat));
  await_idle (chat);
  g_assert_cmpstr (confab_conversation_get_title (confab_chat_get_conversation (chat)), ==, "bread.py");
}

/* Attachments of a draft are there again when the program is, and gone when they were sent. */
static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *code = write_file ("a.py", BYTES ("print(1)\n"));
  g_autofree char *pdf = write_file ("a.pdf", BYTES (PDF));
  g_autoptr(ConfabChat) chat = new_chat (fixture, "anthropic", "claude-sonnet-5");
  g_autoptr(ConfabAttachment) attachment = NULL;
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_chat_send (chat, "[[say Yes.]]", &error));
  g_assert_no_error (error);
  await_idle (chat);
  load_path (confab_chat_get_attachments (chat), code);
  load_path (confab_chat_get_attachments (chat), pdf);
  g_clear_object (&chat);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(ConfabConversation) conversation = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      ConfabAttachments *attachments;

      engine_close (fixture->context);
      fixture->context = engine_load ();
      engine_probe (fixture->context);
      g_assert_true (engine_open_history (fixture->context, NULL));
      conversation = g_list_model_get_item (G_LIST_MODEL (confab_context_get_conversations (fixture->context)), 0);
      chat = confab_conversation_list_dup_chat (confab_context_get_conversations (fixture->context), conversation);
      attachments = confab_chat_get_attachments (chat);
      confab_chat_load_async (chat, NULL, await_cb, &result);
      g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
      while (g_list_model_get_n_items (G_LIST_MODEL (attachments)) < 2 - round)
        g_main_context_iteration (NULL, TRUE);

      if (round == 0)
        {
          attachment = g_list_model_get_item (G_LIST_MODEL (attachments), 0);
          g_assert_cmpstr (confab_attachment_get_name (attachment), ==, "a.py");
          confab_attachments_remove (attachments, attachment);
        }
      else
        {
          g_clear_object (&attachment);
          attachment = g_list_model_get_item (G_LIST_MODEL (attachments), 0);
          g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (attachments)), ==, 1);
          g_assert_cmpstr (confab_part_get_mime_type (confab_attachment_get_part (attachment)), ==, "application/pdf");
          g_assert_cmpmem (g_bytes_get_data (confab_part_get_data (confab_attachment_get_part (attachment)), NULL),
                           g_bytes_get_size (confab_part_get_data (confab_attachment_get_part (attachment))),
                           PDF, strlen (PDF));
        }
      g_clear_object (&chat);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/attachments/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("kinds", test_kinds);
  ADD ("bad-files", test_bad_files);
  ADD ("odd-name", test_odd_name);
  ADD ("many", test_many);
  ADD ("checked", test_checked);
  ADD ("dialects", test_dialects);
  ADD ("file-alone", test_file_alone);
  ADD ("draft", test_draft);
#undef ADD

  return g_test_run ();
}
