/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>

#include "ph-library.h"

/* libxml2, loaded when there is something to parse for the first time. */

static PhLibrary xml_library = { .soname = PH_SONAME_XML };

#define XML_FUNCTION(type, name, parameters, arguments)                                            \
  PH_LIBRARY_FUNCTION (xml_library, type, name, parameters, arguments)

XML_FUNCTION (void, xmlInitParser, (void), ())
XML_FUNCTION (xmlParserCtxtPtr, xmlCreatePushParserCtxt,
              (xmlSAXHandlerPtr handler, void *data, const char *chunk, int size, const char *name),
              (handler, data, chunk, size, name))
XML_FUNCTION (int, xmlCtxtUseOptions, (xmlParserCtxtPtr parser, int options), (parser, options))
XML_FUNCTION (int, xmlParseChunk,
              (xmlParserCtxtPtr parser, const char *chunk, int size, int is_last),
              (parser, chunk, size, is_last))
XML_FUNCTION (void, xmlStopParser, (xmlParserCtxtPtr parser), (parser))
XML_FUNCTION (int, xmlSwitchEncoding, (xmlParserCtxtPtr parser, xmlCharEncoding encoding),
              (parser, encoding))
XML_FUNCTION (void, xmlFreeParserCtxt, (xmlParserCtxtPtr parser), (parser))
XML_FUNCTION (void, xmlFreeDoc, (xmlDocPtr document), (document))
XML_FUNCTION (void, xmlFreeEnumeration, (xmlEnumerationPtr values), (values))

XML_FUNCTION (htmlParserCtxtPtr, htmlCreateMemoryParserCtxt, (const char *text, int size),
              (text, size))
XML_FUNCTION (int, htmlCtxtUseOptions, (htmlParserCtxtPtr parser, int options), (parser, options))
XML_FUNCTION (int, htmlParseDocument, (htmlParserCtxtPtr parser), (parser))
XML_FUNCTION (void, htmlFreeParserCtxt, (htmlParserCtxtPtr parser), (parser))

XML_FUNCTION (xmlTextReaderPtr, xmlReaderForMemory,
              (const char *text, int size, const char *url, const char *encoding, int options),
              (text, size, url, encoding, options))
XML_FUNCTION (void, xmlFreeTextReader, (xmlTextReaderPtr reader), (reader))
XML_FUNCTION (int, xmlTextReaderRead, (xmlTextReaderPtr reader), (reader))
XML_FUNCTION (int, xmlTextReaderNodeType, (xmlTextReaderPtr reader), (reader))
XML_FUNCTION (int, xmlTextReaderIsEmptyElement, (xmlTextReaderPtr reader), (reader))
XML_FUNCTION (const xmlChar *, xmlTextReaderConstLocalName, (xmlTextReaderPtr reader), (reader))
XML_FUNCTION (const xmlChar *, xmlTextReaderConstValue, (xmlTextReaderPtr reader), (reader))
