#!/usr/bin/env python3
"""ooxml_check.py - offline structural validation of .xlsx / .docx without Excel or Word.

Layers:  1 zip+OPC  (CRC, duplicate names, content types, relationships, dangling targets, r:id use)
         2 XSD      (ISO/IEC 29500 *transitional* schemas; from python-docx's ref/xsd snapshot)
         3 semantic (rules Excel enforces that the XSD cannot express: sheet names, indices,
                     cell order, overlaps, limits, table headers ...)
mc:AlternateContent is resolved and mc:Ignorable namespaces are stripped before layer 2, extLst
content is lax in the schema, so both do not produce false positives.  Known false positives that
are suppressed are listed in SUPPRESS (each with its reason); run with --raw to see them.

usage: ooxml_check.py [--raw] [--xsd DIR] [--json] FILE...     exit 0 clean, 1 errors, 2 unreadable
"""
import sys, os, re, json, zipfile, posixpath, collections
from lxml import etree
XSD = os.environ.get('OOXML_XSD', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'xsd'))
S = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
Wn = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
MC = 'http://schemas.openxmlformats.org/markup-compatibility/2006'
XMLNS = 'http://www.w3.org/XML/1998/namespace'
OPC_CT = 'http://schemas.openxmlformats.org/package/2006/content-types'
OPC_REL = 'http://schemas.openxmlformats.org/package/2006/relationships'
CORE = 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties'
SCHEMA = {S: 'sml.xsd', Wn: 'wml.xsd',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'dml-main.xsd',
  'http://schemas.openxmlformats.org/drawingml/2006/chart': 'dml-chart.xsd',
  'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing': 'dml-spreadsheetDrawing.xsd',
  'http://schemas.openxmlformats.org/drawingml/2006/chartDrawing': 'dml-chartDrawing.xsd',
  'http://schemas.openxmlformats.org/officeDocument/2006/extended-properties': 'shared-documentPropertiesExtended.xsd',
  'http://schemas.openxmlformats.org/officeDocument/2006/custom-properties': 'shared-documentPropertiesCustom.xsd',
  OPC_CT: 'opc-xsd/opc-contentTypes.xsd', OPC_REL: 'opc-xsd/opc-relationships.xsd'}
# (regex on the libxml2 message, why it is not an error)
SUPPRESS = [
  (r"attribute '\{http://www.w3.org/XML/1998/namespace\}space'", 'xml:space is legal on any text-bearing element; the XSD types ST_Xstring elements as simple types'),
  (r"Element '\{[^}]*wordprocessingml[^}]*\}zoom': The attribute '.*percent' is required", 'Word and the SDK accept w:zoom without w:percent (python-docx default template)'),
  (r"\{http://www.w3.org/XML/1998/namespace\}", 'xml:* attributes are allowed by ISO 29500-1 s.2'),
]
PARSER = dict(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
NEEDCT = {'worksheet', 'chartsheet', 'styles', 'sharedStrings', 'theme', 'drawing', 'chart', 'table', 'comments', 'officeDocument', 'core-properties', 'extended-properties', 'settings', 'numbering', 'fontTable', 'header', 'footer', 'footnotes', 'endnotes', 'pivotTable', 'pivotCacheDefinition', 'externalLink', 'calcChain'}
_sch = {}
def schema(ns):
    if ns not in _sch:
        f = SCHEMA.get(ns)
        _sch[ns] = etree.XMLSchema(etree.parse(os.path.join(XSD, f))) if f else None
    return _sch[ns]
class Report:
    def __init__(s): s.items = []
    def add(s, sev, layer, part, msg, line=None): s.items.append(dict(sev=sev, layer=layer, part=part, msg=msg, line=line))
def mc_clean(root, understood):
    """resolve AlternateContent, drop Ignorable namespaces (attributes and elements)"""
    ign = set()
    for el in root.iter():
        if not isinstance(el.tag, str): continue
        v = el.get(f'{{{MC}}}Ignorable')
        if v: ign |= {el.nsmap.get(p) for p in v.split()}
    ign.discard(None); ign -= understood
    for ac in list(root.iter(f'{{{MC}}}AlternateContent')):
        par = ac.getparent()
        if par is None: continue
        pick = None
        for ch in ac.findall(f'{{{MC}}}Choice'):
            if all(ch.nsmap.get(p) in understood for p in (ch.get('Requires') or '').split()): pick = ch; break
        if pick is None: pick = ac.find(f'{{{MC}}}Fallback')
        i = par.index(ac)
        if pick is not None:
            for k, c in enumerate(list(pick)): par.insert(i + 1 + k, c)
        par.remove(ac)
    for el in list(root.iter()):
        if not isinstance(el.tag, str): continue
        for a in list(el.attrib):
            ns = etree.QName(a).namespace
            if ns == MC or ns in ign: del el.attrib[a]
        if etree.QName(el).namespace in ign and el.getparent() is not None and not any(etree.QName(a).localname == 'ext' for a in el.iterancestors()): el.getparent().remove(el)   # extLst content is lax in the schema: leave it, or <ext> would be 'empty'
def relpath(part): d, b = posixpath.split(part); return posixpath.join(d, '_rels', b + '.rels')
def target(part, t): return t.lstrip('/') if t.startswith('/') else posixpath.normpath(posixpath.join(posixpath.dirname(part), t))
COL = re.compile(r'^([A-Z]{1,3})([1-9]\d{0,6})$')
def rc(ref):
    m = COL.match(ref)
    if not m: return None
    c = 0
    for ch in m[1]: c = c * 26 + ord(ch) - 64
    r = int(m[2]); return (r, c) if r <= 1048576 and c <= 16384 else None
def rng(ref):
    a = ref.split(':'); p = rc(a[0]); q = rc(a[-1]); return (p, q) if p and q else None
def check(path, raw=False):
    rep = Report(); A = rep.add
    try: z = zipfile.ZipFile(path)
    except Exception as e: A('fatal', 'zip', '', f'not a zip: {e}'); return rep
    names = [i.filename for i in z.infolist()]
    for n, c in collections.Counter(n.lower() for n in names).items():
        if c > 1: A('error', 'zip', n, f'{c} entries with this name (case-insensitive)')
    for n in names:
        if '\\' in n or n.startswith('/') or '..' in n.split('/') or ':' in n: A('error', 'zip', n, 'illegal part name')
    data = {}
    for i in z.infolist():
        try: data[i.filename] = z.read(i)
        except Exception as e: A('error', 'zip', i.filename, f'unreadable: {e}')
    docs = {}
    for n, b in data.items():
        if n.endswith(('.xml', '.rels', '.vml')):
            try: docs[n] = etree.fromstring(b, etree.XMLParser(**PARSER))
            except etree.XMLSyntaxError as e: A('error', 'xml', n, str(e)); continue
            if docs[n].getroottree().docinfo.doctype: A('error', 'xml', n, 'DOCTYPE present')
    # ---- OPC
    ct = docs.get('[Content_Types].xml'); ov = {}; df = {}
    if ct is None: A('error', 'opc', '[Content_Types].xml', 'missing')
    else:
        for e in ct:
            t = etree.QName(e).localname
            if t == 'Override':
                p = e.get('PartName', '').lstrip('/')
                if p in ov: A('error', 'opc', '[Content_Types].xml', f'duplicate Override {p}')
                ov[p] = e.get('ContentType')
                if p not in data: A('error', 'opc', '[Content_Types].xml', f'Override for absent part {p}')
            elif t == 'Default':
                x = e.get('Extension', '').lower()
                if x in df: A('error', 'opc', '[Content_Types].xml', f'duplicate Default {x}')
                df[x] = e.get('ContentType')
        for n in data:
            if n != '[Content_Types].xml' and not n.endswith('/') and n not in ov and n.rsplit('.', 1)[-1].lower() not in df:
                A('error', 'opc', n, 'no content type')
    rels = {}
    for n, d in docs.items():
        if not n.endswith('.rels'): continue
        src = posixpath.join(posixpath.dirname(posixpath.dirname(n)), posixpath.basename(n)[:-5])
        if src and src not in data: A('error', 'opc', n, f'relationships of absent part {src}')
        m = rels.setdefault(src, {})
        for e in d:
            if not isinstance(e.tag, str): continue
            i, t = e.get('Id'), e.get('Target', '')
            if i in m: A('error', 'opc', n, f'duplicate relationship id {i}')
            ext = e.get('TargetMode') == 'External'
            m[i] = (e.get('Type', ''), t if ext else target(src, t), ext)
            if not ext and target(src, t.split('#')[0]) not in data and not t.startswith('#'): A('error', 'opc', n, f'dangling target {t} ({i})')
    reach = {'[Content_Types].xml'} | {n for n in data if n.endswith('.rels')}; todo = ['']
    while todo:
        for (_, t, ext) in rels.get(todo.pop(), {}).values():
            if not ext and t in data and t not in reach: reach.add(t); todo.append(t)
    for n in data:
        if n not in reach and not n.endswith('/'): A('warn', 'opc', n, 'orphan part (no relationship leads here)')
    for n, d in docs.items():
        if n.endswith('.rels') or n == '[Content_Types].xml': continue
        for e in d.iter():
            if not isinstance(e.tag, str): continue
            for a, v in e.attrib.items():
                if a.startswith(f'{{{R}}}') and v and v not in rels.get(n, {}): A('error', 'opc', n, f'<{etree.QName(e).localname}> {etree.QName(a).localname}="{v}" has no relationship')
    for src, m in rels.items():      # a part reached by a relationship must not be left on the generic default type
        for (ty, t, ext) in m.values():
            if not ext and t in data and ty.rsplit('/', 1)[-1] in NEEDCT and ov.get(t, df.get(t.rsplit('.', 1)[-1].lower())) in (None, 'application/xml', 'text/xml'):
                A('error', 'opc', '[Content_Types].xml', f'{t} ({ty.rsplit("/", 1)[-1]}) has only the generic content type')
    for n, d in docs.items():
        if etree.QName(d).namespace == CORE:
            for e in d:
                if isinstance(e.tag, str) and etree.QName(e).localname in ('created', 'modified', 'lastPrinted') and not re.match(r'^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$', (e.text or '').strip()): A('error', 'sem', n, f'{etree.QName(e).localname}={e.text!r} is not a W3CDTF date')
    # ---- XSD
    understood = set(SCHEMA)
    for n, d in docs.items():
        ns = etree.QName(d).namespace
        if ns == CORE: continue
        try: sc = schema(ns)
        except Exception as e: A('warn', 'xsd', n, f'schema not loadable: {e}'); continue
        if sc is None: A('info', 'xsd', n, f'no schema for {ns}'); continue
        c = etree.fromstring(etree.tostring(d)); mc_clean(c, understood)
        if not sc.validate(c):
            for er in sc.error_log:
                why = next((w for rx, w in SUPPRESS if re.search(rx, er.message)), None)
                if why and not raw: continue
                A('error', 'xsd', n, er.message.replace('{' + (ns or '') + '}', '')[:400], er.line)
    # ---- semantics
    wbp = next((t for (ty, t, x) in rels.get('', {}).values() if ty.endswith('/officeDocument')), None)
    if wbp in docs and etree.QName(docs[wbp]).namespace == S: xlsx(rep, docs, rels, wbp)
    elif wbp in docs and etree.QName(docs[wbp]).namespace == Wn: docx(rep, docs, rels, wbp)
    elif wbp is None or wbp not in docs: A('error', 'opc', '_rels/.rels', 'no main document part')
    return rep
def xlsx(rep, docs, rels, wbp):
    A = rep.add; q = lambda t: f'{{{S}}}{t}'; wb = docs[wbp]; seen = {}; ids = {}; sheets = []
    for s in wb.iter(q('sheet')):
        n = s.get('name', ''); k = n.casefold()
        if k in seen: A('error', 'sem', wbp, f'duplicate sheet name {n!r}')
        seen[k] = 1
        if not 1 <= len(n.encode('utf-16-le')) // 2 <= 31: A('error', 'sem', wbp, f'sheet name length {len(n)}: {n!r}')
        if re.search(r"[\[\]:*?/\\]", n) or n.startswith("'") or n.endswith("'") or k == 'history': A('error', 'sem', wbp, f'illegal sheet name {n!r}')
        if s.get('sheetId') in ids: A('error', 'sem', wbp, f'duplicate sheetId {s.get("sheetId")}')
        ids[s.get('sheetId')] = 1; sheets.append((n, s.get('state', 'visible'), rels.get(wbp, {}).get(s.get(f'{{{R}}}id'))))
    if not any(st == 'visible' for _, st, _ in sheets): A('error', 'sem', wbp, 'no visible sheet')
    for v in wb.iter(q('workbookView')):
        if int(v.get('activeTab', 0)) >= len(sheets): A('error', 'sem', wbp, 'activeTab out of range')
    dn = set()
    for d in wb.iter(q('definedName')):
        k = (d.get('name', '').casefold(), d.get('localSheetId'))
        if k in dn: A('error', 'sem', wbp, f'duplicate defined name {k}')
        dn.add(k)
        if not re.match(r'^[\w\\_][\w.\\?]*$', d.get('name', '')) or COL.match(d.get('name', '').upper()) or re.match(r'^[RrCc]$', d.get('name', '')): A('error', 'sem', wbp, f'illegal defined name {d.get("name")!r}')
        if d.get('localSheetId') and int(d.get('localSheetId')) >= len(sheets): A('error', 'sem', wbp, 'localSheetId out of range')
        if '#REF!' in (d.text or ''): A('warn', 'sem', wbp, f'defined name {d.get("name")} refers to #REF!')
    part = lambda suf: next((t for (ty, t, x) in rels.get(wbp, {}).values() if ty.endswith(suf)), None)
    ss = docs.get(part('/sharedStrings')); nss = len(ss.findall(q('si'))) if ss is not None else 0
    st = docs.get(part('/styles')); nxf = ndxf = 0
    if st is not None:
        e = st.find(q('cellXfs')); nxf = len(e) if e is not None else 0
        e = st.find(q('dxfs')); ndxf = len(e) if e is not None else 0
        cnt = {t: len(st.find(q(t)) if st.find(q(t)) is not None else ()) for t in ('fonts', 'fills', 'borders', 'cellStyleXfs')}
        for x in st.iterfind(f"{q('cellXfs')}/{q('xf')}"):
            for a, t in (('fontId', 'fonts'), ('fillId', 'fills'), ('borderId', 'borders'), ('xfId', 'cellStyleXfs')):
                if int(x.get(a, 0)) >= max(cnt[t], 1): A('error', 'sem', part('/styles'), f'xf {a}={x.get(a)} out of range')
    tn = set()
    for name, _, r in sheets:
        if not r or r[1] not in docs: A('error', 'sem', wbp, f'sheet {name!r} has no part'); continue
        p = r[1]; d = docs[p]; lr = 0; nf = 0
        for row in d.iterfind(f"{q('sheetData')}/{q('row')}"):
            rr = row.get('r')
            if rr is not None:
                rr = int(rr)
                if rr <= lr or rr > 1048576: A('error', 'sem', p, f'row {rr} out of order or range')
                lr = rr
            else: lr += 1
            lc = 0
            for c in row.iterfind(q('c')):
                ref = c.get('r')
                if ref:
                    k = rc(ref)
                    if not k: A('error', 'sem', p, f'bad cell ref {ref}'); continue
                    if k[0] != lr: A('error', 'sem', p, f'cell {ref} in row {lr}')
                    if k[1] <= lc: A('error', 'sem', p, f'cell {ref} out of order or duplicate')
                    lc = k[1]
                else: lc += 1
                v = c.find(q('v')); t = c.get('t', 'n'); x = v.text if v is not None else None
                if len(c.findall(q('v'))) > 1: A('error', 'sem', p, f'{ref}: several <v>')
                if int(c.get('s', 0)) >= max(nxf, 1): A('error', 'sem', p, f'{ref}: style {c.get("s")} out of range')
                if t == 's' and (x is None or not x.isdigit() or int(x) >= nss): A('error', 'sem', p, f'{ref}: shared string {x} of {nss}')
                if t == 'n' and x is not None:
                    try: f = float(x); ok = f == f and abs(f) < 1e308 and not re.search('[a-df-zA-DF-Z_]', x)
                    except ValueError: ok = False
                    if not ok: A('error', 'sem', p, f'{ref}: numeric cell holds {x!r}')
                if t == 'b' and x not in ('0', '1', None): A('error', 'sem', p, f'{ref}: boolean {x!r}')
                if t == 'e' and x not in ('#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A', '#GETTING_DATA', '#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!', '#CONNECT!', '#UNKNOWN!', '#BUSY!', '#PYTHON!', '#EXTERNAL!'): A('error', 'sem', p, f'{ref}: error value {x!r}')
                f = c.find(q('f'))
                if f is not None:
                    nf += 1
                    if (f.text or '').startswith('='): A('error', 'sem', p, f'{ref}: formula text starts with "="')
                    if len(f.text or '') > 8192: A('error', 'sem', p, f'{ref}: formula longer than 8192')
                    if '#REF!' in (f.text or ''): A('warn', 'sem', p, f'{ref}: formula refers to #REF!')
                    if re.search(r"\b(DDE|WEBSERVICE|CALL|REGISTER\.ID|EXEC)\(|^[^'\"(]+\|'", f.text or '', re.I): A('warn', 'sem', p, f'{ref}: active formula {f.text[:60]!r}')
                    if x is None: A('warn', 'sem', p, f'{ref}: formula without cached value')
        txt = [t for t in d.iter(q('t'))]
        ms = []
        for m in d.iter(q('mergeCell')):
            k = rng(m.get('ref', ''))
            if not k or k[0] == k[1]: A('error', 'sem', p, f'bad merge {m.get("ref")}'); continue
            ms.append((k, m.get('ref')))
        ms.sort(); act = []
        for k, ref in ms:
            act = [a for a in act if a[0][1][0] >= k[0][0]]
            for a, ar in act:
                if a[0][1] <= k[1][1] and k[0][1] <= a[1][1]: A('error', 'sem', p, f'merge {ref} overlaps {ar}')
            act.append((k, ref))
        for e in [x for t in ('autoFilter', 'dimension', 'hyperlink') for x in d.iter(q(t))]:
            if e.get('ref') is not None and not rng(e.get('ref').replace('$', '')): A('error', 'sem', p, f'{etree.QName(e).localname} ref {e.get("ref")!r}')
        for e in d.iter(q('cfRule')):
            if e.get('dxfId') and int(e.get('dxfId')) >= ndxf: A('error', 'sem', p, f'cfRule dxfId {e.get("dxfId")} of {ndxf}')
        for e in d.iter(q('dataValidation')):
            for f in ('formula1', 'formula2'):
                t = e.findtext(q(f)) or ''
                if e.get('type') == 'list' and t.startswith('"') and len(t) > 257: A('error', 'sem', p, f'list validation {e.get("sqref")} longer than 255')
            for a, lim in (('promptTitle', 32), ('errorTitle', 32), ('prompt', 255), ('error', 255)):
                if len(e.get(a, '')) > lim: A('error', 'sem', p, f'dataValidation {a} longer than {lim}')
        if len(list(d.iter(q('hyperlink')))) > 65530: A('error', 'sem', p, 'more than 65530 hyperlinks')
        for e in d.iter(q('tablePart')):
            tr = rels.get(p, {}).get(e.get(f'{{{R}}}id')); t = docs.get(tr[1]) if tr else None
            if t is None: continue
            k = rng(t.get('ref', '')); cols = [c.get('name') for c in t.iter(q('tableColumn'))]
            if t.get('displayName', '').casefold() in tn: A('error', 'sem', tr[1], f'duplicate table name {t.get("displayName")}')
            tn.add(t.get('displayName', '').casefold())
            if k and k[1][1] - k[0][1] + 1 != len(cols): A('error', 'sem', tr[1], f'{len(cols)} columns for {t.get("ref")}')
            if len({c.casefold() for c in cols if c}) != len(cols): A('error', 'sem', tr[1], 'duplicate table column names')
            if k and t.get('headerRowCount', '1') != '0':
                hdr = {}
                for c in d.iter(q('c')):
                    kk = rc(c.get('r') or '')
                    if kk and kk[0] == k[0][0] and k[0][1] <= kk[1] <= k[1][1]:
                        v = c.findtext(q('v'))
                        hdr[kk[1]] = (''.join(ss[int(v)].itertext()) if c.get('t') == 's' and v and v.isdigit() and int(v) < nss else ''.join(c.find(q('is')).itertext()) if c.find(q('is')) is not None else None)
                for i, c in enumerate(cols):
                    h = hdr.get(k[0][1] + i)
                    if h != c and (h or '').replace('\n', '_x000a_') != c: A('error', 'sem', tr[1], f'table column {c!r} but header cell holds {h!r}')
    if ss is not None:
        for i, si in enumerate(ss.iterfind(q('si'))):
            n = sum(len(t.text or '') for t in si.iter(q('t')))
            if n > 32767: A('error', 'sem', part('/sharedStrings'), f'string {i} has {n} characters')
def docx(rep, docs, rels, mp):
    A = rep.add; w = lambda t: f'{{{Wn}}}{t}'; d = docs[mp]; part = lambda suf: next((t for (ty, t, x) in rels.get(mp, {}).values() if ty.endswith(suf)), None)
    st = docs.get(part('/styles')); known = {s.get(w('styleId')) for s in st.iter(w('style'))} if st is not None else set()
    nm = docs.get(part('/numbering')); nums = {n.get(w('numId')) for n in nm.iter(w('num'))} if nm is not None else set()
    for t in ('pStyle', 'rStyle', 'tblStyle'):
        for e in d.iter(w(t)):
            if e.get(w('val')) not in known: A('warn', 'sem', mp, f'{t} {e.get(w("val"))!r} not defined')
    for e in d.iter(w('numId')):
        if e.get(w('val')) not in nums | {'0'}: A('error', 'sem', mp, f'numId {e.get(w("val"))} not defined')
    for tc in d.iter(w('tc')):
        kids = [k for k in tc if isinstance(k.tag, str)]
        if not kids or kids[-1].tag != w('p'): A('error', 'sem', mp, 'table cell does not end with a paragraph')
    for tb in d.iter(w('tbl')):
        g = tb.find(w('tblGrid')); n = len(g) if g is not None else 0
        for tr in tb.iterfind(w('tr')):
            k = sum(int((c.find(f"{w('tcPr')}/{w('gridSpan')}").get(w('val')) if c.find(f"{w('tcPr')}/{w('gridSpan')}") is not None else 1)) for c in tr.iterfind(w('tc')))
            if n and k > n: A('warn', 'sem', mp, f'row spans {k} of {n} grid columns')
    ids = collections.Counter(e.get('id') for e in d.iter('{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr'))
    for i, c in ids.items():
        if c > 1: A('warn', 'sem', mp, f'docPr id {i} used {c} times')
    bm = collections.Counter(e.get(w('name')) for e in d.iter(w('bookmarkStart')))
    for i, c in bm.items():
        if c > 1: A('warn', 'sem', mp, f'bookmark {i!r} used {c} times')
    for t in d.iter(w('t')):
        if re.search('[\x00-\x08\x0b\x0c\x0e-\x1f]', t.text or ''): A('error', 'sem', mp, 'control character in text')
def main():
    a = sys.argv[1:]; raw = '--raw' in a; js = '--json' in a; a = [x for x in a if x not in ('--raw', '--json')]
    global XSD
    if '--xsd' in a: i = a.index('--xsd'); XSD = a[i + 1]; del a[i:i + 2]
    rc_ = 0
    for f in a:
        r = check(f, raw).items
        if js: print(json.dumps(dict(file=f, items=r), ensure_ascii=False))
        else:
            c = collections.Counter(i['sev'] for i in r); print(f'{f}: {dict(c) or "clean"}')
            for i in r:
                if i['sev'] != 'info': print(f"  {i['sev']:5} {i['layer']:4} {i['part']}{':' + str(i['line']) if i['line'] else ''}  {i['msg']}")
        if any(i['sev'] == 'fatal' for i in r): rc_ = 2
        elif any(i['sev'] == 'error' for i in r): rc_ = max(rc_, 1)
    return rc_
if __name__ == '__main__': sys.exit(main())
