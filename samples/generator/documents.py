"""The sample documents: fictional agencies, people, numbers and places, in the true form.

Each document is a list of layout blocks (what the generator typesets) and its truth (what a
reader must find), both written here, before any software reads the document.

Blocks:
  ("letterhead", left lines, right lines)   two columns; a line is (text, style)
  ("center", [(text, style), ...])          centred lines
  ("para", text[, style])                   a justified paragraph with a first-line indent
  ("heading", text)                         a bold paragraph
  ("table", header cells, rows, widths)     a ruled table
  ("sign", recipients, signature lines)     two columns at the end
Styles: r regular, b bold, i italic, bi bold italic; a number sets the size in points.
"""

MOTTO = [
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b12"),
    ("Độc lập - Tự do - Hạnh phúc", "b13"),
]

KE_HOACH = dict(
    name="ke-hoach-truyen-thong",
    blocks=[
        ("letterhead",
         [("ỦY BAN NHÂN DÂN", "b12"), ("TỈNH LAM GIANG", "b12"), ("Số: 118/KH-UBND", "r13")],
         MOTTO + [("Lam Giang, ngày 07 tháng 4 năm 2025", "i13")]),
        ("center", [("KẾ HOẠCH", "b14"),
                    ("Truyền thông về chuyển đổi số trong cơ quan nhà nước", "b14"),
                    ("trên địa bàn tỉnh Lam Giang năm 2025", "b14")]),
        ("para", "Thực hiện Quyết định số 2107/QĐ-BTTS ngày 18 tháng 02 năm 2025 của Bộ Thông tin số "
                 "phê duyệt Chương trình truyền thông quốc gia; xét đề nghị của Sở Thông tin số tại "
                 "Tờ trình số 36/TTr-STTS ngày 24/3/2025, Ủy ban nhân dân tỉnh ban hành Kế hoạch "
                 "như sau:"),
        ("heading", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("heading", "1. Mục đích"),
        ("para", "a) Nâng cao nhận thức của cán bộ, công chức, viên chức và người dân về vai trò của "
                 "chuyển đổi số đối với việc cải cách thủ tục hành chính."),
        ("para", "b) Giới thiệu các dịch vụ công trực tuyến, hướng dẫn người dân sử dụng tài khoản "
                 "định danh và chữ ký số cá nhân."),
        ("heading", "2. Yêu cầu"),
        ("para", "Nội dung truyền thông phải chính xác, dễ hiểu, phù hợp với từng nhóm đối tượng; "
                 "bảo đảm tiết kiệm, đúng quy định về quản lý ngân sách."),
        ("heading", "II. CHỈ TIÊU ĐẾN NĂM 2026"),
        ("para", "1. Ít nhất 85% cán bộ, công chức cấp xã được tập huấn kỹ năng số cơ bản."),
        ("para", "2. Mỗi thôn, tổ dân phố có ít nhất 02 buổi tuyên truyền trong năm."),
        ("para", "3. Tổng kinh phí thực hiện không vượt quá 1.250 triệu đồng."),
        ("heading", "III. NHIỆM VỤ VÀ GIẢI PHÁP"),
        ("para", "1. Xây dựng chuyên mục truyền thông trên Cổng thông tin điện tử tỉnh, cập nhật tin "
                 "bài hằng tuần; biên soạn sổ tay hỏi đáp, tờ rơi và đoạn phim ngắn."),
        ("para", "2. Tổ chức cuộc thi tìm hiểu về chuyển đổi số trong đoàn viên, thanh niên, học sinh; "
                 "tổng kết, trao giải trước ngày 20 tháng 11 năm 2025."),
        ("para", "3. Phối hợp với các doanh nghiệp viễn thông hỗ trợ người cao tuổi, đồng bào vùng sâu "
                 "cài đặt và sử dụng các ứng dụng thiết yếu."),
        ("heading", "IV. TỔ CHỨC THỰC HIỆN"),
        ("heading", "1. Sở Thông tin số"),
        ("para", "- Chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các xã, phường triển "
                 "khai Kế hoạch; theo dõi, đôn đốc việc thực hiện."),
        ("para", "- Tổng hợp kết quả, báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 năm 2025."),
        ("heading", "2. Sở Tài chính"),
        ("para", "Thẩm định dự toán, tham mưu Ủy ban nhân dân tỉnh bố trí kinh phí thực hiện theo phân "
                 "cấp ngân sách hiện hành."),
        ("heading", "3. Ủy ban nhân dân các xã, phường"),
        ("para", "Xây dựng kế hoạch cụ thể, bố trí nhân lực, kinh phí; định kỳ 6 tháng, 1 năm báo cáo "
                 "kết quả về Sở Thông tin số."),
        ("para", "Trên đây là Kế hoạch truyền thông về chuyển đổi số trong cơ quan nhà nước trên địa bàn "
                 "tỉnh Lam Giang năm 2025, yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./."),
        ("sign",
         ["- Bộ Thông tin số (b/c);", "- TT. Tỉnh ủy, TT. HĐND tỉnh (b/c);",
          "- Chủ tịch, các PCT UBND tỉnh;", "- Các sở, ban, ngành tỉnh;",
          "- UBND các xã, phường;", "- Lưu: VT, KGVX."],
         [("TM. ỦY BAN NHÂN DÂN", "b13"), ("KT. CHỦ TỊCH", "b13"), ("PHÓ CHỦ TỊCH", "b13"),
          None, None, None, ("Trần Hoài Khương", "b13")]),
    ],
    truth=dict(
        header=dict(profile="administrative",
                    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    national_motto="Độc lập - Tự do - Hạnh phúc",
                    issuing_agency="ỦY BAN NHÂN DÂN TỈNH LAM GIANG",
                    code="118/KH-UBND", code_number="118", code_symbol="KH-UBND",
                    place="Lam Giang", issue_date="2025-04-07", doc_type="Kế hoạch",
                    subject="Truyền thông về chuyển đổi số trong cơ quan nhà nước trên địa bàn "
                            "tỉnh Lam Giang năm 2025"),
        footer=dict(closing="./.", capacity=["TM.", "KT."], signer_position="PHÓ CHỦ TỊCH",
                    signer_name="Trần Hoài Khương",
                    recipients=["Bộ Thông tin số", "TT. Tỉnh ủy, TT. HĐND tỉnh",
                                "Chủ tịch, các PCT UBND tỉnh", "Các sở, ban, ngành tỉnh",
                                "UBND các xã, phường"],
                    archive_units=["VT", "KGVX"]),
        outline=["I", "I/1", "I/2", "II", "III", "IV", "IV/1", "IV/2", "IV/3"],
        references=["2107/QĐ-BTTS", "36/TTr-STTS"],
        dates=["2025-04-07", "2025-02-18", "2025-03-24", "2025-11-20", "2025-12-15"]),
)

QUYET_DINH = dict(
    name="quyet-dinh-to-cong-tac",
    handwritten={"number": "473", "day": "19"},
    blocks=[
        ("letterhead",
         [("UBND TỈNH LAM GIANG", "r12"), ("SỞ NÔNG NGHIỆP XANH", "b12"), ("Số: \u2003\u2003 /QĐ-SNNX", "r13")],
         MOTTO + [("Lam Giang, ngày \u2003 tháng 6 năm 2024", "i13")]),
        ("center", [("QUYẾT ĐỊNH", "b14"),
                    ("Về việc thành lập Tổ công tác kiểm tra an toàn hồ chứa nước", "b14"),
                    ("trước mùa mưa lũ năm 2024", "b14")]),
        ("center", [("GIÁM ĐỐC SỞ NÔNG NGHIỆP XANH", "b14")]),
        ("para", "Căn cứ Luật Thủy lợi ngày 19 tháng 6 năm 2017;", "i"),
        ("para", "Căn cứ Quyết định số 88/2023/QĐ-UBND ngày 05 tháng 9 năm 2023 của Ủy ban nhân dân "
                 "tỉnh Lam Giang quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Sở "
                 "Nông nghiệp xanh;", "i"),
        ("para", "Theo đề nghị của Chi cục trưởng Chi cục Thủy lợi.", "i"),
        ("center", [("QUYẾT ĐỊNH:", "b14")]),
        ("para", "**Điều 1.** Thành lập Tổ công tác kiểm tra an toàn hồ chứa nước trước mùa mưa lũ năm "
                 "2024, gồm các ông, bà có tên sau:"),
        ("para", "1. Ông Lê Quang Thiện, Phó Giám đốc Sở, Tổ trưởng;"),
        ("para", "2. Bà Phan Thị Mỹ Duyên, Chi cục trưởng Chi cục Thủy lợi, Tổ phó;"),
        ("para", "3. Ông Hồ Sỹ Bằng, Trưởng phòng Quản lý công trình, Thành viên."),
        ("para", "**Điều 2.** Tổ công tác có nhiệm vụ kiểm tra hiện trạng 14 hồ chứa nước trên địa bàn "
                 "tỉnh; đề xuất phương án sửa chữa, bảo đảm an toàn công trình và báo cáo Giám đốc Sở "
                 "trước ngày 30/8/2024. Tổ công tác tự giải thể sau khi hoàn thành nhiệm vụ."),
        ("para", "**Điều 3.** Chánh Văn phòng Sở, Chi cục trưởng Chi cục Thủy lợi, Trưởng các phòng, "
                 "đơn vị liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết "
                 "định này kể từ ngày ký./."),
        ("sign",
         ["- Như Điều 3;", "- UBND tỉnh (để b/c);", "- Giám đốc, các PGĐ Sở;", "- Lưu: VT, CCTL (05b)."],
         [("GIÁM ĐỐC", "b13"), None, None, None, None, ("Vũ Đình Nguyên Khải", "b13")]),
    ],
    truth=dict(
        header=dict(profile="administrative",
                    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    national_motto="Độc lập - Tự do - Hạnh phúc",
                    parent_agency="UBND TỈNH LAM GIANG", issuing_agency="SỞ NÔNG NGHIỆP XANH",
                    code_symbol="QĐ-SNNX", place="Lam Giang", doc_type="Quyết định",
                    subject="Về việc thành lập Tổ công tác kiểm tra an toàn hồ chứa nước trước mùa "
                            "mưa lũ năm 2024"),
        footer=dict(closing="./.", capacity=[], signer_position="GIÁM ĐỐC",
                    signer_name="Vũ Đình Nguyên Khải",
                    recipients=["Như Điều 3", "UBND tỉnh", "Giám đốc, các PGĐ Sở"],
                    archive_units=["VT", "CCTL"]),
        outline=["Điều 1", "Điều 2", "Điều 3"],
        references=["88/2023/QĐ-UBND"],
        dates=["2017-06-19", "2023-09-05", "2024-08-30"]),
)

CONG_VAN = dict(
    name="cong-van-du-toan",
    blocks=[
        ("letterhead",
         [("BỘ THÔNG TIN SỐ", "r12"), ("CỤC HẠ TẦNG DỮ LIỆU", "b12"), ("Số: 642/CHTDL-KHTC", "r13"),
          ("V/v lập dự toán kinh phí duy trì", "r12"), ("trung tâm dữ liệu năm 2026", "r12")],
         MOTTO + [("Hà Nội, ngày 26 tháng 9 năm 2025", "i13")]),
        ("center", [("Kính gửi: Các Sở Thông tin số tỉnh, thành phố", "r14")]),
        ("para", "Thực hiện Chỉ thị số 09/CT-BTTS ngày 12 tháng 8 năm 2025 của Bộ trưởng Bộ Thông tin "
                 "số về tăng cường an toàn hạ tầng dữ liệu, Cục Hạ tầng dữ liệu đề nghị các Sở lập dự "
                 "toán kinh phí duy trì trung tâm dữ liệu năm 2026 với các nội dung sau:"),
        ("para", "1. Rà soát thiết bị đã hết khấu hao, đường truyền dự phòng, hệ thống điện và làm mát; "
                 "thống kê theo mẫu gửi kèm."),
        ("para", "2. Dự toán chi tiết cho từng hạng mục, trong đó chi phí thuê đường truyền không quá "
                 "12,5% tổng dự toán; mức chi tối đa 3.480.000.000 đồng cho một trung tâm."),
        ("para", "3. Gửi dự toán về Cục Hạ tầng dữ liệu trước ngày 15/10/2025 để tổng hợp, trình Bộ "
                 "trưởng xem xét, quyết định."),
        ("para", "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ phòng Kế hoạch - Tài "
                 "chính để được hướng dẫn, giải quyết./."),
        ("sign",
         ["- Như trên;", "- Bộ trưởng (để b/c);", "- Vụ Kế hoạch - Tài chính;", "- Lưu: VT, KHTC."],
         [("KT. CỤC TRƯỞNG", "b13"), ("PHÓ CỤC TRƯỞNG", "b13"), None, None, None,
          ("Đặng Thùy Linh Chi", "b13")]),
    ],
    truth=dict(
        header=dict(profile="administrative",
                    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    national_motto="Độc lập - Tự do - Hạnh phúc",
                    parent_agency="BỘ THÔNG TIN SỐ", issuing_agency="CỤC HẠ TẦNG DỮ LIỆU",
                    code="642/CHTDL-KHTC", code_number="642", code_symbol="CHTDL-KHTC",
                    place="Hà Nội", issue_date="2025-09-26", doc_type="Công văn",
                    subject="V/v lập dự toán kinh phí duy trì trung tâm dữ liệu năm 2026",
                    addressees=["Các Sở Thông tin số tỉnh, thành phố"]),
        footer=dict(closing="./.", capacity=["KT."], signer_position="PHÓ CỤC TRƯỞNG",
                    signer_name="Đặng Thùy Linh Chi",
                    recipients=["Như trên", "Bộ trưởng", "Vụ Kế hoạch - Tài chính"],
                    archive_units=["VT", "KHTC"]),
        outline=[],
        references=["09/CT-BTTS"],
        dates=["2025-09-26", "2025-08-12", "2025-10-15"]),
)

THONG_BAO = dict(
    name="thong-bao-ket-luan",
    blocks=[
        ("letterhead",
         [("ỦY BAN NHÂN DÂN", "b12"), ("THÀNH PHỐ TRÀ VÂN", "b12"), ("Số: 305/TB-UBND", "r13")],
         MOTTO + [("Trà Vân, ngày 14 tháng 11 năm 2025", "i13")]),
        ("center", [("THÔNG BÁO", "b14"),
                    ("Kết luận của Phó Chủ tịch Ủy ban nhân dân thành phố tại cuộc họp", "b14"),
                    ("về công tác phòng cháy, chữa cháy chợ và trung tâm thương mại", "b14")]),
        ("para", "Ngày 11 tháng 11 năm 2025, Phó Chủ tịch Ủy ban nhân dân thành phố đã chủ trì cuộc họp "
                 "về công tác phòng cháy, chữa cháy. Sau khi nghe báo cáo của Công an thành phố và ý "
                 "kiến của các đại biểu dự họp, Phó Chủ tịch Ủy ban nhân dân thành phố kết luận như sau:"),
        ("heading", "I. ĐÁNH GIÁ CHUNG"),
        ("para", "Thời gian qua, các chợ và trung tâm thương mại đã thực hiện khá tốt các quy định về "
                 "phòng cháy, chữa cháy. Tuy nhiên, vẫn còn một số cơ sở chưa bố trí đủ phương tiện, "
                 "lối thoát nạn bị lấn chiếm, hệ thống điện xuống cấp."),
        ("heading", "II. NHIỆM VỤ THỜI GIAN TỚI"),
        ("para", "1. Giao Công an thành phố chủ trì, phối hợp với Ủy ban nhân dân các phường kiểm tra "
                 "100% chợ trên địa bàn, hoàn thành trước ngày 20/12/2025."),
        ("para", "2. Giao Phòng Kinh tế, Hạ tầng và Đô thị rà soát quy hoạch bãi đỗ xe, lối thoát nạn; "
                 "báo cáo Ủy ban nhân dân thành phố trong tháng 12 năm 2025."),
        ("para", "3. Ban quản lý các chợ tổ chức tập huấn kỹ năng thoát nạn cho tiểu thương, mỗi quý "
                 "ít nhất 01 lần."),
        ("para", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân thành phố thông báo để các cơ quan, "
                 "đơn vị biết, thực hiện./."),
        ("sign",
         ["- CT, các PCT UBND thành phố;", "- Công an thành phố;", "- UBND các phường;", "- Lưu: VT, NC."],
         [("TL. CHỦ TỊCH", "b13"), ("CHÁNH VĂN PHÒNG", "b13"), None, None, None,
          ("Ngô Bảo Thạch", "b13")]),
    ],
    truth=dict(
        header=dict(profile="administrative",
                    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    national_motto="Độc lập - Tự do - Hạnh phúc",
                    issuing_agency="ỦY BAN NHÂN DÂN THÀNH PHỐ TRÀ VÂN",
                    code="305/TB-UBND", code_number="305", code_symbol="TB-UBND",
                    place="Trà Vân", issue_date="2025-11-14", doc_type="Thông báo",
                    subject="Kết luận của Phó Chủ tịch Ủy ban nhân dân thành phố tại cuộc họp về công "
                            "tác phòng cháy, chữa cháy chợ và trung tâm thương mại"),
        footer=dict(closing="./.", capacity=["TL."], signer_position="CHÁNH VĂN PHÒNG",
                    signer_name="Ngô Bảo Thạch",
                    recipients=["CT, các PCT UBND thành phố", "Công an thành phố", "UBND các phường"],
                    archive_units=["VT", "NC"]),
        outline=["I", "II"],
        references=[],
        dates=["2025-11-14", "2025-11-11", "2025-12-20", "2025-12"]),
)

TO_TRINH = dict(
    name="to-trinh-mua-sam",
    blocks=[
        ("letterhead",
         [("UBND TỈNH LAM GIANG", "r12"), ("SỞ GIÁO DỤC MỞ", "b12"), ("Số: 77/TTr-SGDM", "r13")],
         MOTTO + [("Lam Giang, ngày 03 tháng 3 năm 2025", "i13")]),
        ("center", [("TỜ TRÌNH", "b14"),
                    ("Về việc mua sắm thiết bị dạy học tối thiểu cho các trường tiểu học", "b14")]),
        ("center", [("Kính gửi: Ủy ban nhân dân tỉnh Lam Giang", "r14")]),
        ("para", "Căn cứ Nghị quyết số 21/NQ-HĐND ngày 10 tháng 12 năm 2024 của Hội đồng nhân dân tỉnh "
                 "Lam Giang về dự toán ngân sách địa phương năm 2025, Sở Giáo dục mở kính trình Ủy ban "
                 "nhân dân tỉnh phê duyệt chủ trương mua sắm thiết bị dạy học tối thiểu như sau:"),
        ("heading", "1. Sự cần thiết"),
        ("para", "Toàn tỉnh hiện có 146 trường tiểu học, trong đó 39 trường thuộc vùng khó khăn chưa "
                 "đủ thiết bị dạy học tối thiểu theo chương trình mới. Nhiều phòng học bộ môn đã xuống "
                 "cấp, thiết bị hư hỏng không còn sử dụng được."),
        ("heading", "2. Danh mục và kinh phí"),
        ("table", ["STT", "Nội dung", "Đơn vị chủ trì", "Thời gian", "Kinh phí"],
         [["1", "Bộ thiết bị dạy học lớp 1", "Phòng Kế hoạch", "Quý II/2025", "2.150 triệu đồng"],
          ["2", "Máy tính cho phòng tin học", "Phòng Công nghệ", "Quý III/2025", "4.320 triệu đồng"],
          ["3", "Bàn ghế học sinh", "Phòng Kế hoạch", "Quý III/2025", "1.075 triệu đồng"]],
         [32, 150, 95, 80, 100]),
        ("para", "Tổng kinh phí 7.545 triệu đồng từ nguồn ngân sách tỉnh năm 2025."),
        ("heading", "3. Kiến nghị"),
        ("para", "Kính đề nghị Ủy ban nhân dân tỉnh xem xét, phê duyệt để Sở Giáo dục mở có cơ sở tổ "
                 "chức thực hiện bảo đảm tiến độ trước năm học mới./."),
        ("sign",
         ["- Như trên;", "- Sở Tài chính;", "- Giám đốc Sở;", "- Lưu: VT, KHTC (04b)."],
         [("KT. GIÁM ĐỐC", "b13"), ("PHÓ GIÁM ĐỐC", "b13"), None, None, None,
          ("Bùi Tường Vy Anh", "b13")]),
    ],
    truth=dict(
        header=dict(profile="administrative",
                    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    national_motto="Độc lập - Tự do - Hạnh phúc",
                    parent_agency="UBND TỈNH LAM GIANG", issuing_agency="SỞ GIÁO DỤC MỞ",
                    code="77/TTr-SGDM", code_number="77", code_symbol="TTr-SGDM",
                    place="Lam Giang", issue_date="2025-03-03", doc_type="Tờ trình",
                    subject="Về việc mua sắm thiết bị dạy học tối thiểu cho các trường tiểu học",
                    addressees=["Ủy ban nhân dân tỉnh Lam Giang"]),
        footer=dict(closing="./.", capacity=["KT."], signer_position="PHÓ GIÁM ĐỐC",
                    signer_name="Bùi Tường Vy Anh",
                    recipients=["Như trên", "Sở Tài chính", "Giám đốc Sở"],
                    archive_units=["VT", "KHTC"]),
        outline=["1", "2", "3"],
        references=["21/NQ-HĐND"],
        dates=["2025-03-03", "2024-12-10", "2025-Q2", "2025-Q3"]),
)

BAO_CAO = dict(
    name="bao-cao-quy",
    blocks=[
        ("letterhead",
         [("SỞ VĂN HÓA CỘNG ĐỒNG", "r12"), ("THƯ VIỆN TỈNH LAM GIANG", "b12"), ("Số: 24/BC-TVT", "r13")],
         MOTTO + [("Lam Giang, ngày 02 tháng 10 năm 2006", "i13")]),
        ("center", [("BÁO CÁO", "b14"),
                    ("Kết quả phục vụ bạn đọc quý III năm 2006", "b14")]),
        ("para", "Thực hiện Công văn số 190/SVHCĐ-NV ngày 15/9/2006 của Sở Văn hóa cộng đồng, Thư viện "
                 "tỉnh báo cáo kết quả phục vụ bạn đọc như sau:"),
        ("heading", "1. Kết quả"),
        ("para", "Trong quý, thư viện đã cấp 1.284 thẻ bạn đọc, phục vụ 36.570 lượt người, luân chuyển "
                 "92.415 lượt sách báo; tổ chức 05 buổi giới thiệu sách tại các trường phổ thông."),
        ("heading", "2. Khó khăn, tồn tại"),
        ("para", "Kho sách thiếu nhi còn nghèo, trụ sở chật hẹp, máy điều hòa ở phòng đọc đã hỏng; "
                 "kinh phí bổ sung sách mới chậm được cấp."),
        ("heading", "3. Phương hướng quý IV"),
        ("para", "Tổ chức ngày hội đọc sách, mở thêm hai điểm đọc ở vùng nông thôn; hoàn thành kiểm kê "
                 "kho trước ngày 25 tháng 12 năm 2006."),
        ("para", "Thư viện tỉnh kính báo cáo Sở Văn hóa cộng đồng xem xét, chỉ đạo./."),
        ("sign",
         ["- Sở Văn hóa cộng đồng;", "- Lưu: VT."],
         [("GIÁM ĐỐC", "b13"), None, None, None, ("Đoàn Thị Hạnh Nhơn", "b13")]),
    ],
    truth=dict(
        header=dict(profile="administrative",
                    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    national_motto="Độc lập - Tự do - Hạnh phúc",
                    parent_agency="SỞ VĂN HÓA CỘNG ĐỒNG", issuing_agency="THƯ VIỆN TỈNH LAM GIANG",
                    code="24/BC-TVT", code_number="24", code_symbol="BC-TVT",
                    place="Lam Giang", issue_date="2006-10-02", doc_type="Báo cáo",
                    subject="Kết quả phục vụ bạn đọc quý III năm 2006"),
        footer=dict(closing="./.", capacity=[], signer_position="GIÁM ĐỐC",
                    signer_name="Đoàn Thị Hạnh Nhơn",
                    recipients=["Sở Văn hóa cộng đồng"], archive_units=["VT"]),
        outline=["1", "2", "3"],
        references=["190/SVHCĐ-NV"],
        dates=["2006-10-02", "2006-Q3", "2006-09-15", "2006-12-25"]),
)

ALL = [KE_HOACH, QUYET_DINH, CONG_VAN, THONG_BAO, TO_TRINH, BAO_CAO]
